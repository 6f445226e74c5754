namespace TensorDsl.Benchmarks;

/// <summary>What is measured: something that is run again and again.</summary>
/// <param name="Letter">What <c>--filter</c> and the results call it.</param>
/// <param name="Name">What the table calls it.</param>
/// <param name="Flops">Floating-point operations of one run.</param>
/// <param name="Tokens">Tokens that one run reads.</param>
/// <param name="Open">Makes it ready to run on a machine.</param>
internal record Workload(string Letter, string Name, double Flops, int Tokens, Func<Machine, Contestant> Open)
{
    /// <summary>Bytes that one run moves at least, where that may be what limits it; 0 where arithmetic does.</summary>
    public double Bytes { get; init; }

    /// <summary>What other programs are asked for; null where there is nothing to compare with.</summary>
    public string? Request { get; init; }

    /// <summary>Those of the workloads that a list of letters names, such as <c>A,F</c>, in the order of the table; null for all.</summary>
    /// <remarks>A letter stands for all that begin with it: D for D1 and D2.</remarks>
    /// <exception cref="UsageException">There is no such letter.</exception>
    public static IReadOnlyList<Workload> Select(IReadOnlyList<Workload> all, string? letters)
    {
        if (letters is null)
            return all;
        var wanted = letters.Split(',', StringSplitOptions.TrimEntries);
        foreach (string letter in wanted)
        {
            if (!all.Any(workload => workload.Is(letter)))
                throw new UsageException($"There is no workload '{letter}', only {string.Join(", ", all.Select(workload => workload.Letter))}.");
        }

        return [.. all.Where(workload => wanted.Any(workload.Is))];
    }

    private bool Is(string letter) => letter.Length > 0 && Letter.StartsWith(letter, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A training step of a decoder-only transformer.</summary>
/// <param name="Letter">What <c>--filter</c> and the results call it.</param>
/// <param name="Name">What the table calls it.</param>
/// <param name="Sizes">The model's and the batch's sizes.</param>
/// <param name="Create">Makes the model on a machine.</param>
internal sealed record DecoderTraining(string Letter, string Name, TransformerSizes Sizes, Func<Machine, ILanguageModel> Create)
    : Workload(Letter, Name, Sizes.StepFlops, Sizes.Tokens, machine => new TrainingStep(Sizes, Create(machine)));
