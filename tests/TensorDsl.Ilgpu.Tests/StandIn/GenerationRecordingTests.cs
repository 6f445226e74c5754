using TensorDsl.Cpu.Tests.Models;
using TensorDsl.Sampling;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>A step of a generation that is replayed computes what it would have computed launch by launch, to the bit.</summary>
public sealed class GenerationRecordingTests
{
    private const int Batch = 2, Capacity = 5;

    public static TheoryData<Type> Models => [typeof(OneHead), typeof(Remembering), typeof(Windowed)];

    public static MatrixTheoryData<Type, Precision> ModelsInPrecisions { get; } =
        new([typeof(OneHead), typeof(Remembering), typeof(Windowed)], [Precision.Float32, Precision.BFloat16]);

    [Theory]
    [MemberData(nameof(ModelsInPrecisions))]
    public void ReplayedStepsAreThoseThatWouldHaveBeen(Type type, Precision precision)
    {
        using var device = new StandInDevice(precision);
        using var plain = new StandInDevice(precision) { CannotRecord = "It is compared with." };
        var expected = Generate(plain, type);
        Assert.All(expected, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(expected, Generate(device, type));

        // One of a single position, the same after memory grew for two, and one of two.
        Assert.Equal((0, 3), (plain.Recordings, device.Recordings));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void AllStepsAfterTheSecondAreReplayed(Type type)
    {
        using var device = new StandInDevice();
        using var model = New(device, type);
        using var generation = ((IGenerativeModel)model).NewGeneration(Batch, Capacity);
        float[] next = new float[Batch * model.Vocabulary];
        generation.Next([1, 2], next);
        int launches = device.Launches;
        Assert.True(launches > 0);
        for (int position = 1; position < Capacity; position++)
            generation.Next([position, 3], next);
        Assert.Equal((launches, 1), (device.Launches, device.Recordings));
    }

    // Several of a length, at positions that differ, also again and from the first on; other sequences' caches; other weights.
    private static List<float> Generate(StandInDevice device, Type type)
    {
        using var model = New(device, type);
        using var generation = ((IGenerativeModel)model).NewGeneration(Batch, Capacity);
        var seen = new List<float>();
        Step(1);
        Step(1);
        Step(2);
        Step(1);
        generation.Truncate(1);
        Step(1);
        generation.Reorder([1, 0]);
        Step(1);
        Step(2);
        generation.Reset();
        model.Parameters.Values[3] += 0.25f;
        Step(2);
        Step(1);
        Step(1);
        return seen;

        void Step(int count)
        {
            float[] next = new float[Batch * model.Vocabulary];
            generation.Next([.. Enumerable.Range(seen.Count, Batch * count).Select(i => i * 7 % model.Vocabulary)], next);
            seen.AddRange(next);
        }
    }

    private static ILanguageModel New(StandInDevice device, Type type)
    {
        var model = (ILanguageModel)Activator.CreateInstance(type, device, 1, 1UL)!;
        Agreement.Scatter(model.Parameters);
        return model;
    }
}
