"""
Runs the GPU's workloads in PyTorch 2, with the settings mode (eager, compile) and precision (float32, tf32, bf16). With the
argument cpu it runs on the processor, to try it out; what the installed release lacks is said, and the rest goes on.
"""
import functools
import gc
import sys
import time

import torch
import torch.nn.functional as F

from fused import Decoder, Fused
from models import Gpt, Vaswani
from protocol import serve, step

device = sys.argv[1] if len(sys.argv) > 1 else "cuda"


def synchronize():
    if device == "cuda":
        torch.cuda.synchronize()


def timed(work, *inputs):
    """With the way of the inputs to the card, which counts on our side as well; it is the fast one, from pinned memory."""
    inputs = [x.pin_memory() if device == "cuda" else x for x in inputs]
    synchronize()
    start = time.perf_counter()
    work(*(x.to(device, non_blocking=True) for x in inputs))
    synchronize()
    return 1e3 * (time.perf_counter() - start)


def compiled(choice, work, **options):
    if choice == "eager":
        return work
    if not hasattr(torch, "compile"):
        raise RuntimeError(f"PyTorch {torch.__version__} has no torch.compile")
    return torch.compile(work, **options)


def warm(precision, once):
    """Ready to be measured: what compiles, chooses kernels or captures graphs at first has done so."""

    def run():
        # Settings of the process, which other variants share.
        torch.set_float32_matmul_precision("highest" if precision == "float32" else "high")
        return once()

    for _ in range(5):
        run()
    return run


def training(mode, precision, model, loss, vocab, *shapes):
    autocast = functools.partial(torch.autocast, device, dtype=torch.bfloat16, enabled=precision == "bf16")
    loss = compiled(mode, loss)

    def forward(*inputs):
        with autocast():
            return loss(*inputs)

    run = step(model, forward, **({"fused": True} if device == "cuda" else {"foreach": True}))
    return warm(precision, lambda: timed(run, *(torch.randint(vocab, shape) for shape in shapes)))


def train(mode, precision, layers, heads, width, ff, vocab, context, batch, tokens, gpt2):
    model = Gpt(Fused, layers, heads, width, ff, vocab, context, gpt2).to(device)

    def loss(x, y):
        return F.cross_entropy(model.logits(model(x, True)).view(-1, vocab), y.view(-1))

    return training(mode, precision, model, loss, vocab, (batch, tokens), (batch, tokens))


def translate(mode, precision, layers, heads, width, ff, vocab, batch, source, tokens):
    model = Vaswani(Fused, layers, heads, width, ff, vocab, max(source, tokens)).to(device)

    def loss(s, x, y):
        return F.cross_entropy(model(s, x, True).view(-1, vocab), y.view(-1))

    return training(mode, precision, model, loss, vocab, (batch, source), (batch, tokens), (batch, tokens))


def token(mode, precision, layers, heads, width, ff, vocab, context, batch, tokens, gpt2, following):
    # In 16 bits weights and caches are stored so: autocast would convert the weights for every token.
    dtype = torch.bfloat16 if precision == "bf16" else torch.float32
    decoder = Decoder(Gpt(Fused, layers, heads, width, ff, vocab, context, gpt2), batch, tokens + following).to(device, dtype)
    next_logits = compiled(mode, decoder, mode="reduce-overhead", fullgraph=True)
    with torch.no_grad():
        keep = [(cache.keys, cache.values) for cache in decoder.caches]
        decoder.model(torch.randint(vocab, (batch, tokens)).to(device), True, keep)
    position = [tokens]

    def once():
        at = position[0]
        position[0] = at + 1 if at + 1 < tokens + following else tokens
        with torch.no_grad():
            return timed(next_logits, torch.randint(vocab, (batch, 1)), torch.tensor([at]))

    return warm(precision, once)


def forget():
    if hasattr(torch, "_dynamo"):
        torch._dynamo.reset()
    gc.collect()
    if device == "cuda":
        torch.cuda.empty_cache()


if device == "cuda" and not torch.cuda.is_available():
    sys.exit(f"PyTorch {torch.__version__} sees no card")
torch.manual_seed(1)
serve({f.__name__: f for f in (train, translate, token)}, ("mode", "precision"), forget)
