"""Attention in one kernel, and the generation of texts with it."""
import torch
import torch.nn.functional as F
from torch import nn


class Fused:
    """Attention in one kernel on views of (B, heads, T, d)."""

    @staticmethod
    def split(x, heads, parts):
        b, t, width = x.shape
        return x.view(b, t, parts, heads, width // parts // heads).permute(2, 0, 3, 1, 4).unbind(0)

    @staticmethod
    def merge(x, b):
        return x.transpose(1, 2).reshape(b, x.shape[2], -1)

    @staticmethod
    def attend(q, k, v, causal=None):
        return scaled_dot_product_attention(q, k, v, is_causal=bool(causal))


def explicit_attention(q, k, v, attn_mask=None, is_causal=False):
    """What releases before 2.0 have in place of the kernel."""
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if is_causal:
        attn_mask = torch.ones(scores.shape[-2:], dtype=torch.bool, device=q.device).tril()
    return torch.softmax(scores if attn_mask is None else scores.masked_fill(~attn_mask, float("-inf")), -1) @ v


scaled_dot_product_attention = getattr(F, "scaled_dot_product_attention", explicit_attention)


class Cache(nn.Module):
    """One layer's keys and values, allocated once. They are buffers so that a captured graph may write them."""

    def __init__(self, *shape):
        super().__init__()
        self.register_buffer("keys", torch.zeros(shape), persistent=False)
        self.register_buffer("values", torch.zeros(shape), persistent=False)


class Decoder(nn.Module):
    """The logits after one more token of each text. Shapes never change: attention sees all positions, and masks those to come."""

    def __init__(self, model, batch, length):
        super().__init__()
        self.model = model
        width = model.embedding.weight.shape[1]
        self.caches = nn.ModuleList(Cache(batch, model.heads, length, width // model.heads) for _ in model.layers)
        self.register_buffer("places", torch.arange(length), persistent=False)

    def forward(self, tokens, position):
        model, seen = self.model, self.places <= position
        x = model.embedding(tokens) + model.positions.weight[position]
        for layer, cache in zip(model.layers, self.caches):
            q, k, v = Fused.split(layer["qkv"](layer["norm1"](x)), model.heads, 3)
            cache.keys.index_copy_(2, position, k)
            cache.values.index_copy_(2, position, v)
            y = scaled_dot_product_attention(q, cache.keys, cache.values, attn_mask=seen[None, None, None])
            x = x + layer["output"](Fused.merge(y, x.shape[0]))
            x = x + layer["feed"](layer["norm2"](x))
        return model.logits(model.norm(x))
