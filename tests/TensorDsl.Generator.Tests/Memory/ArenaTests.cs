extern alias generator;

using System.Globalization;
using System.Text;
using generator::TensorDsl.Generator;
using TensorDsl.Generator.Tests.Facts;
using TensorDsl.Generator.Tests.RandomDefinitions;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Memory;

/// <summary>
/// The activation arena is at most a fifth larger than what must be alive at once: for every model of tests, examples and
/// benchmarks, and for random ones, each program of it, at several sizes. Workers' scratch memory is apart.
/// </summary>
public sealed class ArenaTests
{
    // What a page cannot hold is counted: the cache lines of a few small buffers are no more.
    private const int Page = 4096;

    private static readonly (int B, int Others)[] Sizes = [(12, 64), (8, 32), (1, 64), (4, 256), (64, 16)];

    private static readonly (string Name, string[] Files)[] Definitions =
    [
        .. Repository.Models().Select(model => (model.Name, new[] { model.Model, model.Beside })),
        ("Gpt2", [KnownModels.Gpt(12, 12, 768, 1024)]),
        ("Vaswani", [KnownModels.Vaswani(8, 512)]),
        ("Bert", [KnownModels.Bert]),
        ("Vit", [KnownModels.Vit]),
        .. Enumerable.Range(1, 25).Select(seed => ($"Random{seed}", new[] { RandomDefinition.Draw(seed).Source("Net") })),
    ];

    public static TheoryData<int> Parts => [.. Enumerable.Range(0, 8)];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Arenas_are_close_to_what_is_alive_at_once(int part)
    {
        var wrong = new StringBuilder();
        for (int i = part; i < Definitions.Length; i += Parts.Count)
        {
            var (name, files) = Definitions[i];
            foreach (var plan in Plans(files))
            {
                var live = new LiveSets(plan);
                foreach (var (b, others) in Sizes)
                {
                    if (live.At(symbol => symbol == "B" ? b : others) is not { } sizes)
                        continue;
                    var (planned, bound) = (live.Planned(sizes), live.Bound(sizes));
                    if (planned > (bound * 6 / 5) + Page)
                    {
                        wrong.Append(CultureInfo.InvariantCulture, $"{name}.{plan.Name}: {planned} bytes where {bound} are alive, {(double)planned / (double)bound:F2} times as many, at ")
                            .AppendJoin(", ", sizes.Select(size => $"{size.Key} = {size.Value}")).AppendLine();
                    }
                }
            }
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    private static IEnumerable<generator::TensorDsl.Generator.Scheduling.Plan> Plans(string[] files)
    {
        var driver = GeneratorRun.Driver(tracksSteps: true).RunGenerators(Sources.Compile(files), TestContext.Current.CancellationToken);
        var steps = driver.GetRunResult().Results.Single().TrackedSteps;
        return steps.TryGetValue("Scheduling", out var scheduled)
            ? scheduled.SelectMany(step => step.Outputs).Select(output => output.Value.GetType().GetProperties().Select(property => property.GetValue(output.Value)).OfType<ModelPlans>().First())
                .SelectMany(plans => plans.All.Concat(plans.Looks))
            : [];
    }
}
