"""What is asked and answered: see Peer.cs. And what a training step is."""
import json
import sys
import time

import torch
from torch import nn


def step(model, loss, **adamw):
    """Forward, backward, clipping and AdamW on a loss of the inputs."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0.1, **adamw)
    parameters = list(model.parameters())

    def run(*inputs):
        optimizer.zero_grad(set_to_none=True)
        loss(*inputs).backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()

    return run


def reason(error):
    lines = [line for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0].strip() if lines else 'no reason was given'}"


def serve(workloads, settings=(), forget=lambda: None):
    """
    Answers requests until there are no more. A workload is a function of the settings, which are words, and of its sizes; it
    returns what runs once and says how long that took. What was made for other settings stays until another workload is asked for.
    """
    print("[]", flush=True)
    asked, made = None, {}
    for line in sys.stdin:
        kind, *pairs = line.split()
        sizes = dict(pair.split("=") for pair in pairs)
        seconds = float(sizes.pop("seconds"))
        chosen = tuple(sizes.pop(name) for name in settings)
        if kind not in workloads:
            print("[]", flush=True)
            continue
        if asked != (kind, sizes):
            asked, made = (kind, sizes), {}  # the last workload's memory is free before the next one's is needed
            forget()
        try:
            if chosen not in made:
                made[chosen] = workloads[kind](*chosen, **{name: int(value) for name, value in sizes.items()})
            times, end = [], time.perf_counter() + seconds
            while not times or time.perf_counter() < end:
                times.append(made[chosen]())
            answer = times
        except Exception as error:  # these settings are left out, for this reason; others may work
            made.pop(chosen, None)
            answer = reason(error)
        print(json.dumps(answer), flush=True)
