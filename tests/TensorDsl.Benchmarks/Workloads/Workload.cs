using CharGptExample;

namespace TensorDsl.Benchmarks;

/// <summary>A training step that is measured.</summary>
/// <param name="Letter">What <c>--filter</c> and the results call it.</param>
/// <param name="Name">What the table calls it.</param>
/// <param name="Sizes">The model's and the batch's sizes.</param>
/// <param name="Create">Makes the model, from a number of threads.</param>
internal sealed record Workload(string Letter, string Name, TransformerSizes Sizes, Func<int, ILanguageModel> Create)
{
    /// <summary>All of them, by letter. docs/performance.md says what each is there for.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("A", "character GPT", new(4, 4, 128, 32, 32, 512, CharGpt.Vocab, B: 12, T: CharGpt.Context), threads => new CharGpt(threads)),
        new("F", "tiny GPT", new(2, 2, 64, 32, 32, 256, 65, B: 4, T: 32), threads => new TinyGpt(threads)),
    ];

    /// <summary>The workloads that a list of letters names, such as <c>A,F</c>, in the order of the table; null for all.</summary>
    /// <exception cref="UsageException">There is no such letter.</exception>
    public static IReadOnlyList<Workload> Select(string? letters)
    {
        if (letters is null)
            return All;
        var wanted = letters.Split(',', StringSplitOptions.TrimEntries);
        foreach (string letter in wanted)
        {
            if (!All.Any(workload => workload.Is(letter)))
                throw new UsageException($"There is no workload '{letter}', only {string.Join(", ", All.Select(workload => workload.Letter))}.");
        }

        return [.. All.Where(workload => wanted.Any(workload.Is))];
    }

    private bool Is(string letter) => string.Equals(letter, Letter, StringComparison.OrdinalIgnoreCase);
}
