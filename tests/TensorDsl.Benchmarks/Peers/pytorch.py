"""Runs the workloads in PyTorch: see Peer.cs for what is asked and answered."""
import json
import math
import os
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


class Norm(nn.Module):
    def __init__(self, width, bias):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width)) if bias else None

    def forward(self, x):
        return F.layer_norm(x, self.weight.shape, self.weight, self.bias)


def split(x, heads, parts):
    """(B, T, parts × width) as parts of (B × heads, T, width / heads)."""
    b, t, width = x.shape
    x = x.view(b, t, parts, heads, width // parts // heads).permute(2, 0, 3, 1, 4)
    return x.reshape(parts, b * heads, t, -1).unbind(0)


def merge(x, b):
    heads, t, d = x.shape[0] // b, x.shape[1], x.shape[2]
    return x.view(b, heads, t, d).transpose(1, 2).reshape(b, t, heads * d)


def attend(q, k, v, mask=None):
    """(B × heads, T, d); the mask is added while the scores are computed."""
    scale = 1 / math.sqrt(q.shape[-1])
    if mask is None:
        scores = torch.bmm(q * scale, k.transpose(1, 2))
    else:
        scores = torch.baddbmm(mask, q, k.transpose(1, 2), alpha=scale)
    return torch.bmm(torch.softmax(scores, -1), v)


def causal(t):
    return torch.full((t, t), -math.inf).triu(1)


class FeedForward(nn.Module):
    def __init__(self, width, ff, bias, activation):
        super().__init__()
        self.up, self.down, self.activation = nn.Linear(width, ff, bias), nn.Linear(ff, width, bias), activation

    def forward(self, x):
        return self.down(self.activation(self.up(x)))


class Gpt(nn.Module):
    def __init__(self, layers, heads, width, ff, vocab, context, gpt2):
        super().__init__()
        self.heads = heads
        self.embedding, self.positions = nn.Embedding(vocab, width), nn.Embedding(context, width)
        activation = (lambda x: F.gelu(x, approximate="tanh")) if gpt2 else F.gelu
        self.layers = nn.ModuleList(
            nn.ModuleDict({
                "norm1": Norm(width, gpt2), "qkv": nn.Linear(width, 3 * width, gpt2), "output": nn.Linear(width, width, gpt2),
                "norm2": Norm(width, gpt2), "feed": FeedForward(width, ff, gpt2, activation)})
            for _ in range(layers))
        self.norm = Norm(width, gpt2)
        self.apply(initialise)

    def forward(self, tokens, mask, keep=None):
        b, t = tokens.shape
        x = self.embedding(tokens) + self.positions.weight[:t]
        for i, layer in enumerate(self.layers):
            q, k, v = split(layer["qkv"](layer["norm1"](x)), self.heads, 3)
            if keep is not None:
                keep[0][i, :, :t], keep[1][i, :, :t] = k, v
            x = x + layer["output"](merge(attend(q, k, v, mask), b))
            x = x + layer["feed"](layer["norm2"](x))
        return self.norm(x if keep is None else x[:, -1:])

    def logits(self, x):
        return F.linear(x, self.embedding.weight)

    def next(self, token, position, keep):
        """One position, of vectors rather than matrices of one row."""
        x = self.embedding.weight[token] + self.positions.weight[position]
        for i, layer in enumerate(self.layers):
            q, k, v = layer["qkv"](layer["norm1"](x)).view(3, self.heads, 1, -1).unbind(0)
            keep[0][i, :, position], keep[1][i, :, position] = k[:, 0], v[:, 0]
            y = attend(q, keep[0][i, :, :position + 1], keep[1][i, :, :position + 1])
            x = x + layer["output"](y.view(-1))
            x = x + layer["feed"](layer["norm2"](x))
        return self.logits(self.norm(x))


class Attention(nn.Module):
    """Self-attention, or with a memory cross-attention."""

    def __init__(self, width, heads):
        super().__init__()
        self.width, self.heads = width, heads
        self.qkv, self.output = nn.Linear(width, 3 * width), nn.Linear(width, width)

    def forward(self, x, memory=None, mask=None):
        if memory is None:
            q, k, v = split(self.qkv(x), self.heads, 3)
        else:
            w, b = self.qkv.weight, self.qkv.bias
            (q,) = split(F.linear(x, w[:self.width], b[:self.width]), self.heads, 1)
            k, v = split(F.linear(memory, w[self.width:], b[self.width:]), self.heads, 2)
        return self.output(merge(attend(q, k, v, mask), x.shape[0]))


class Vaswani(nn.Module):
    def __init__(self, layers, heads, width, ff, vocab, length):
        super().__init__()
        self.scale = math.sqrt(width)
        self.embedding = nn.Embedding(vocab, width)

        def layer(attentions):
            return nn.ModuleDict({
                "attentions": nn.ModuleList(Attention(width, heads) for _ in range(attentions)),
                "feed": FeedForward(width, ff, True, F.relu),
                "norms": nn.ModuleList(Norm(width, True) for _ in range(attentions + 1))})

        self.encoder = nn.ModuleList(layer(1) for _ in range(layers))
        self.decoder = nn.ModuleList(layer(2) for _ in range(layers))
        angles = torch.arange(length)[:, None] / 10000 ** (torch.arange(0, width, 2) / width)
        self.positions = torch.stack((angles.sin(), angles.cos()), -1).view(length, width)
        self.apply(initialise)

    def embed(self, tokens):
        return self.embedding(tokens) * self.scale + self.positions[:tokens.shape[1]]

    def forward(self, source, tokens, mask):
        memory = self.embed(source)
        for layer in self.encoder:
            norms = layer["norms"]
            memory = norms[0](memory + layer["attentions"][0](memory))
            memory = norms[1](memory + layer["feed"](memory))
        y = self.embed(tokens)
        for layer in self.decoder:
            norms = layer["norms"]
            y = norms[0](y + layer["attentions"][0](y, mask=mask))
            y = norms[1](y + layer["attentions"][1](y, memory))
            y = norms[2](y + layer["feed"](y))
        return F.linear(y, self.embedding.weight)


def initialise(module):
    if isinstance(module, (nn.Linear, nn.Embedding)):
        nn.init.normal_(module.weight, std=0.02)
        if getattr(module, "bias", None) is not None:
            nn.init.zeros_(module.bias)


def timed(work):
    start = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - start)


def step(model, loss):
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0.1, foreach=True)
    parameters = list(model.parameters())

    def run(*inputs):
        optimizer.zero_grad(set_to_none=True)
        loss(*inputs).backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()

    return run


def train(layers, heads, width, ff, vocab, context, batch, tokens, gpt2):
    model, mask = Gpt(layers, heads, width, ff, vocab, context, gpt2), causal(tokens)
    run = step(model, lambda x, y: F.cross_entropy(model.logits(model(x, mask)).view(-1, vocab), y.view(-1)))

    def once():
        x, y = torch.randint(vocab, (2, batch, tokens))
        return timed(lambda: run(x, y))

    return once


def translate(layers, heads, width, ff, vocab, batch, source, tokens):
    model, mask = Vaswani(layers, heads, width, ff, vocab, max(source, tokens)), causal(tokens)
    run = step(model, lambda s, x, y: F.cross_entropy(model(s, x, mask).view(-1, vocab), y.view(-1)))

    def once():
        s, (x, y) = torch.randint(vocab, (batch, source)), torch.randint(vocab, (2, batch, tokens))
        return timed(lambda: run(s, x, y))

    return once


def caches(layers, heads, width, length):
    return torch.zeros(2, layers, heads, length, width // heads)


def prefill(layers, heads, width, ff, vocab, context, batch, tokens, gpt2):
    model, mask = Gpt(layers, heads, width, ff, vocab, context, gpt2), causal(tokens)
    keep = caches(layers, heads, width, tokens)

    def once():
        x = torch.randint(vocab, (batch, tokens))
        with torch.inference_mode():
            return timed(lambda: model.logits(model(x, mask, keep)))

    return once


def token(layers, heads, width, ff, vocab, context, batch, tokens, gpt2, following):
    model = Gpt(layers, heads, width, ff, vocab, context, gpt2)
    keep, position = caches(layers, heads, width, tokens + following), [tokens]
    with torch.inference_mode():
        model(torch.randint(vocab, (batch, tokens)), causal(tokens), keep)

    def once():
        x, at = int(torch.randint(vocab, ())), position[0]
        position[0] = at + 1 if at + 1 < tokens + following else tokens
        with torch.inference_mode():
            return timed(lambda: model.next(x, at, keep))

    return once


def attention(batch, heads, tokens, width, backward):
    q, k, v, gradient = (torch.randn(batch * heads, tokens, width) for _ in range(4))
    mask = causal(tokens)
    for x in (q, k, v):
        x.requires_grad_(bool(backward))

    def work():
        y = attend(q, k, v, mask)
        if backward:
            torch.autograd.grad(y, (q, k, v), gradient)

    return lambda: timed(work)


def main():
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.manual_seed(1)
    print("[]", flush=True)
    asked, once = None, None
    for line in sys.stdin:
        kind, *pairs = line.split()
        sizes = dict(pair.split("=") for pair in pairs)
        seconds = float(sizes.pop("seconds"))
        make = {f.__name__: f for f in (train, translate, prefill, token, attention)}.get(kind)
        if make is None:
            print("[]", flush=True)
            continue
        if asked != (kind, sizes):
            once = None  # the last workload's memory is free before the next one's is needed
            asked, once = (kind, sizes), make(**{name: int(value) for name, value in sizes.items()})
        times, end = [], time.perf_counter() + seconds
        while not times or time.perf_counter() < end:
            times.append(once())
        print(json.dumps(times), flush=True)


main()
