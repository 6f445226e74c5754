"""Runs the workloads in PyTorch on the processor."""
import math
import os
import time

import torch
import torch.nn.functional as F

from models import Gpt, Vaswani
from protocol import serve, step


class Products:
    """Attention as batched products of (B × heads, T, d), which suits the processor."""

    @staticmethod
    def split(x, heads, parts):
        """(B, T, parts × width) as parts of (B × heads, T, width / heads)."""
        b, t, width = x.shape
        x = x.view(b, t, parts, heads, width // parts // heads).permute(2, 0, 3, 1, 4)
        return x.reshape(parts, b * heads, t, -1).unbind(0)

    @staticmethod
    def merge(x, b):
        heads, t, d = x.shape[0] // b, x.shape[1], x.shape[2]
        return x.view(b, heads, t, d).transpose(1, 2).reshape(b, t, heads * d)

    @staticmethod
    def attend(q, k, v, mask=None):
        """The mask is added while the scores are computed."""
        scale = 1 / math.sqrt(q.shape[-1])
        if mask is None:
            scores = torch.bmm(q * scale, k.transpose(1, 2))
        else:
            scores = torch.baddbmm(mask, q, k.transpose(1, 2), alpha=scale)
        return torch.bmm(torch.softmax(scores, -1), v)


def causal(t):
    return torch.full((t, t), -math.inf).triu(1)


def timed(work):
    start = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - start)


def train(layers, heads, width, ff, vocab, context, batch, tokens, gpt2):
    model, mask = Gpt(Products, layers, heads, width, ff, vocab, context, gpt2), causal(tokens)
    run = step(model, lambda x, y: F.cross_entropy(model.logits(model(x, mask)).view(-1, vocab), y.view(-1)), foreach=True)

    def once():
        x, y = torch.randint(vocab, (2, batch, tokens))
        return timed(lambda: run(x, y))

    return once


def translate(layers, heads, width, ff, vocab, batch, source, tokens):
    model, mask = Vaswani(Products, layers, heads, width, ff, vocab, max(source, tokens)), causal(tokens)
    run = step(model, lambda s, x, y: F.cross_entropy(model(s, x, mask).view(-1, vocab), y.view(-1)), foreach=True)

    def once():
        s, (x, y) = torch.randint(vocab, (batch, source)), torch.randint(vocab, (2, batch, tokens))
        return timed(lambda: run(s, x, y))

    return once


def caches(layers, heads, width, length):
    return torch.zeros(layers, 2, heads, length, width // heads)


def prefill(layers, heads, width, ff, vocab, context, batch, tokens, gpt2):
    model, mask = Gpt(Products, layers, heads, width, ff, vocab, context, gpt2), causal(tokens)
    keep = caches(layers, heads, width, tokens)

    def once():
        x = torch.randint(vocab, (batch, tokens))
        with torch.inference_mode():
            return timed(lambda: model.logits(model(x, mask, keep)))

    return once


def following_token(model, token, position, keep):
    """The logits after one more token, with vectors rather than matrices of one row."""
    x = model.embedding.weight[token] + model.positions.weight[position]
    for layer, (keys, values) in zip(model.layers, keep):
        q, k, v = layer["qkv"](layer["norm1"](x)).view(3, model.heads, 1, -1).unbind(0)
        keys[:, position], values[:, position] = k[:, 0], v[:, 0]
        y = Products.attend(q, keys[:, :position + 1], values[:, :position + 1])
        x = x + layer["output"](y.view(-1))
        x = x + layer["feed"](layer["norm2"](x))
    return model.logits(model.norm(x))


def token(layers, heads, width, ff, vocab, context, batch, tokens, gpt2, following):
    model = Gpt(Products, layers, heads, width, ff, vocab, context, gpt2)
    keep, position = caches(layers, heads, width, tokens + following), [tokens]
    with torch.inference_mode():
        model(torch.randint(vocab, (batch, tokens)), causal(tokens), keep)

    def once():
        x, at = int(torch.randint(vocab, ())), position[0]
        position[0] = at + 1 if at + 1 < tokens + following else tokens
        with torch.inference_mode():
            return timed(lambda: following_token(model, x, at, keep))

    return once


def attention(batch, heads, tokens, width, backward):
    q, k, v, gradient = (torch.randn(batch * heads, tokens, width) for _ in range(4))
    mask = causal(tokens)
    for x in (q, k, v):
        x.requires_grad_(bool(backward))

    def work():
        y = Products.attend(q, k, v, mask)
        if backward:
            torch.autograd.grad(y, (q, k, v), gradient)

    return lambda: timed(work)


torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
torch.manual_seed(1)
serve({f.__name__: f for f in (train, translate, prefill, token, attention)})
