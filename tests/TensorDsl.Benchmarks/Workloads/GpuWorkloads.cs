namespace TensorDsl.Benchmarks;

/// <summary>All workloads of a GPU: models of the processor's, under their letters, at batches that fill a card.</summary>
internal static class GpuWorkloads
{
    private static readonly TransformerSizes Wide = new(6, 6, 384, 64, 64, 1536, Vocab: 65, Context: 256, B: 64, T: 256);

    private static readonly TransformerSizes Gpt2 = Workloads.Gpt2 with { B = 16, T = 1024 };

    private static readonly TranslationSizes Base = new(6, 8, 512, 2048, Vocab: 8192, B: 64, S: 128, T: 128);

    public static IReadOnlyList<Workload> All { get; } =
    [
        Workloads.Training("B", "character GPT, 64 × 256", Wide, machine => new WideGpt(machine.Device, machine.Threads)) with { Bytes = StepBytes(Wide.Parameters) },
        Workloads.Training("C", "GPT-2 small, 16 × 1024", Gpt2, machine => new Gpt2Small(machine.Device, machine.Threads)) with { Bytes = StepBytes(Gpt2.Parameters) },
        Decoding("D2", "GPT-2 small, next token", 1),
        Decoding("D2-32", "GPT-2 small, next tokens of 32 texts", 32),
        Workloads.Translation("E", "Vaswani base, 64 × (128 + 128)", Base) with { Bytes = StepBytes(Base.Parameters) },
    ];

    /// <summary>
    /// What a training step moves however it is written: weights are read forward and backward, gradients written and read
    /// for their norm; AdamW reads weights, gradients and two moments, and writes all but the gradients. Activations are not counted.
    /// </summary>
    private static double StepBytes(long parameters) => (2 + 2 + 4 + 3) * sizeof(float) * (double)parameters;

    // At a batch of 32 the keys and values of the positions before are more than the weights.
    private static Workload Decoding(string letter, string name, int batch)
    {
        var workload = Workloads.Decoding(letter, name, WeightStorage.Float32, batch);
        double caches = (double)batch * Workloads.Seen * Gpt2.Layers * Gpt2.Heads * (Gpt2.DK + Gpt2.DV) * sizeof(float);
        return workload with { Bytes = workload.Bytes + caches };
    }
}
