"""
The architectures. How attention is computed is the caller's affair: `attention` splits a projection into heads, attends with a
mask, or without one, and merges the heads again, on tensors whose shape it chooses.
"""
import math

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


class FeedForward(nn.Module):
    def __init__(self, width, ff, bias, activation):
        super().__init__()
        self.up, self.down, self.activation = nn.Linear(width, ff, bias), nn.Linear(ff, width, bias), activation

    def forward(self, x):
        return self.down(self.activation(self.up(x)))


class Gpt(nn.Module):
    def __init__(self, attention, layers, heads, width, ff, vocab, context, gpt2):
        super().__init__()
        self.attention, self.heads = attention, heads
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
            q, k, v = self.attention.split(layer["qkv"](layer["norm1"](x)), self.heads, 3)
            if keep is not None:
                keep[i][0][..., :t, :], keep[i][1][..., :t, :] = k, v
            x = x + layer["output"](self.attention.merge(self.attention.attend(q, k, v, mask), b))
            x = x + layer["feed"](layer["norm2"](x))
        return self.norm(x if keep is None else x[:, -1:])

    def logits(self, x):
        return F.linear(x, self.embedding.weight)


class Attention(nn.Module):
    """Self-attention, or with a memory cross-attention."""

    def __init__(self, attention, width, heads):
        super().__init__()
        self.attention, self.width, self.heads = attention, width, heads
        self.qkv, self.output = nn.Linear(width, 3 * width), nn.Linear(width, width)

    def forward(self, x, memory=None, mask=None):
        if memory is None:
            q, k, v = self.attention.split(self.qkv(x), self.heads, 3)
        else:
            w, b = self.qkv.weight, self.qkv.bias
            (q,) = self.attention.split(F.linear(x, w[:self.width], b[:self.width]), self.heads, 1)
            k, v = self.attention.split(F.linear(memory, w[self.width:], b[self.width:]), self.heads, 2)
        return self.output(self.attention.merge(self.attention.attend(q, k, v, mask), x.shape[0]))


class Vaswani(nn.Module):
    def __init__(self, attention, layers, heads, width, ff, vocab, length):
        super().__init__()
        self.scale = math.sqrt(width)
        self.embedding = nn.Embedding(vocab, width)

        def layer(attentions):
            return nn.ModuleDict({
                "attentions": nn.ModuleList(Attention(attention, width, heads) for _ in range(attentions)),
                "feed": FeedForward(width, ff, True, F.relu),
                "norms": nn.ModuleList(Norm(width, True) for _ in range(attentions + 1))})

        self.encoder = nn.ModuleList(layer(1) for _ in range(layers))
        self.decoder = nn.ModuleList(layer(2) for _ in range(layers))
        angles = torch.arange(length)[:, None] / 10000 ** (torch.arange(0, width, 2) / width)
        self.register_buffer("positions", torch.stack((angles.sin(), angles.cos()), -1).view(length, width))
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
