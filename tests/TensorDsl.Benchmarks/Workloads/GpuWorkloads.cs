namespace TensorDsl.Benchmarks;

/// <summary>All workloads of a GPU: models of the processor's, under their letters, at batches that fill a card.</summary>
internal static class GpuWorkloads
{
    private static readonly TransformerSizes Wide = new(6, 6, 384, 64, 64, 1536, Vocab: 65, Context: 256, B: 64, T: 256);

    private static readonly TransformerSizes Gpt2 = Workloads.Gpt2 with { B = 16, T = 1024 };

    private static readonly TranslationSizes Base = new(6, 8, 512, 2048, Vocab: 8192, B: 64, S: 128, T: 128);

    /// <summary>Those of a device that multiplies in a precision.</summary>
    public static IReadOnlyList<Workload> In(Precision precision) =>
    [
        Workloads.Training("B", "character GPT, 64 × 256", Wide, machine => new WideGpt(machine.Device, machine.Threads)) with { Bytes = StepBytes(Wide.Parameters, precision) },
        Workloads.Training("C", "GPT-2 small, 16 × 1024", Gpt2, machine => new Gpt2Small(machine.Device, machine.Threads)) with { Bytes = StepBytes(Gpt2.Parameters, precision) },
        Decoding("D2", "GPT-2 small, next token", 1, precision),
        Decoding("D2-32", "GPT-2 small, next tokens of 32 texts", 32, precision),
        Workloads.Translation("E", "Vaswani base, 64 × (128 + 128)", Base) with { Bytes = StepBytes(Base.Parameters, precision) },
    ];

    /// <summary>
    /// What a training step moves however it is written: weights are read forward and backward, gradients written and read
    /// for their norm; AdamW reads weights, gradients and two moments, and writes all but the gradients. In bfloat16 products read
    /// the weights' copy, which AdamW writes as well. Activations are not counted.
    /// </summary>
    private static double StepBytes(long parameters, Precision precision) =>
        (precision == Precision.BFloat16 ? (3 * sizeof(ushort)) + ((2 + 4 + 3) * sizeof(float)) : (2 + 2 + 4 + 3) * sizeof(float)) * (double)parameters;

    // At a batch of 32 the keys and values of the positions before are more than the weights.
    private static Workload Decoding(string letter, string name, int batch, Precision precision)
    {
        var workload = Workloads.Decoding(letter, name, WeightStorage.Float32, batch);
        double caches = (double)batch * Workloads.Seen * Gpt2.Layers * Gpt2.Heads * (Gpt2.DK + Gpt2.DV) * sizeof(float);
        double weights = Gpt2.TokenBytes(precision == Precision.BFloat16 ? WeightStorage.BFloat16 : WeightStorage.Float32);
        return workload with { Bytes = weights + caches };
    }
}
