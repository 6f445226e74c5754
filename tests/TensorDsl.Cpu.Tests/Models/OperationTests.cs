namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Every operation, forward and backward, at odd sizes, at sizes of vectors and at 1.</summary>
public sealed class OperationTests
{
    private static readonly Type[] Models =
    [
        typeof(MapsOf7), typeof(MapsOf1), typeof(ReductionsOf19), typeof(ReductionsOf1), typeof(PartsOf7), typeof(PartsOf32), typeof(PartsOf1),
        typeof(ProductsOf5), typeof(ProductsOf1), typeof(LookUps), typeof(Even),
    ];

    public static TheoryData<string, int, int> Cases()
    {
        var cases = new TheoryData<string, int, int>();
        foreach (var model in Models)
        {
            cases.Add(model.Name, 1, 1);
            cases.Add(model.Name, 3, 5);
            cases.Add(model.Name, 2, 17);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithTheEagerEngine(string model, int b, int t)
    {
        foreach (int threads in (int[])[1, 3])
            Agreement.Check(Models.Single(type => type.Name == model), new { B = b, T = t }, threads: threads);
    }
}
