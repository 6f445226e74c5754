using TensorDsl.Cpu.Tests.Models;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>Which kernel attention gets follows from the number of queries, and neither can be told by its results.</summary>
public sealed class FewQueriesTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void FewQueriesHaveAKernelOfTheirOwn(int count, bool isFew)
    {
        using var device = new StandInDevice();
        using var model = new WideHeads(device, 1, 1);
        int[] tokens = [.. Enumerable.Range(0, count).Select(i => i % 5)];
        model.Logits(tokens, 1, count, new float[count * 5]);
        Assert.Equal(isFew, device.Kernels.Exists(IsFewQueries));
    }

    // The compiler says how much memory the runtime's threads share, and knows the largest group by a number of its own.
    [Fact]
    public void SumsOfValuesHaveRoomForTheLargestGroup()
    {
        using var device = new StandInDevice();
        using var model = new WideHeads(device, 1, 1);
        model.Logits([1], 1, 1, new float[5]);
        var attention = (IAttention)Activator.CreateInstance(device.Kernels.First(IsFewQueries).GenericTypeArguments[0])!;
        long room = 0;
        DeviceSide.Run(() =>
        {
            using var group = new StandInGroup(1, isAlone: true);
            StandInThread.Current = new StandInThread(group, 0);
            room = attention.AllocateValues().Length;
        });
        Assert.Equal(GroupReduction.Room, room);
    }

    // More keys than threads, values as long as several groups or shorter than one, with and without a mask.
    [Theory]
    [InlineData(typeof(OneHead), 5)]
    [InlineData(typeof(WideHeads), 16)]
    [InlineData(typeof(WideKeys), 13)]
    [InlineData(typeof(WideHeads), 33)] // more threads of a head than the compiler knows for the most of a group
    public void EachAgreesWithTheEagerEngineWhateverTheGroup(Type model, int t)
    {
        foreach (int group in (int[])[4, 32, 256])
        {
            using var device = new StandInDevice(largestGroup: group);
            Agreement.Check(model, new { B = 2, T = t }, device: device);
        }
    }

    // Scores of some ten thousands, whose last bits are thousandths. A device that rounds a product and a difference at once may be off by half of one.
    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    public void GradientsHaveTheScoresOfTheForwardPass(int queries)
    {
        using var device = new StandInDevice();
        WeightSums.Check(device, queries, 300, 1e-6f);
        Assert.Equal(queries <= 16, device.Kernels.Exists(IsFewQueries));
    }

    private static bool IsFewQueries(Type kernel) => kernel.IsGenericType && kernel.GetGenericTypeDefinition() == typeof(FewQueries<>);
}
