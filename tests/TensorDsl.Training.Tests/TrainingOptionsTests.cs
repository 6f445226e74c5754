namespace TensorDsl.Training.Tests;

public class TrainingOptionsTests
{
    public static TheoryData<TrainingOptions, string> Bad { get; } = new()
    {
        { new() { Batch = 0 }, "Batch is 0; it must be 1 or more" },
        { new() { BatchesPerStep = 0 }, "BatchesPerStep is 0; it must be 1 or more" },
        { new() { AverageDecay = 1 }, "AverageDecay is 1; it must be between 0 and 1, or null" },
        { new() { AverageDecay = double.NaN }, "AverageDecay is NaN" },
        { new() { Seed = -1 }, "Seed is -1" },
        { new() { EvaluateEvery = 0 }, "EvaluateEvery is 0" },
        { new() { TrainingWindows = 0 }, "TrainingWindows is 0" },
        { new() { ValidationWindows = -3 }, "ValidationWindows is -3" },
        { new() { Schedule = new ConstantSchedule(0.1, 0) }, "TotalSteps is 0" },
        { new() { Schedule = new ConstantSchedule(double.NaN, 5) }, "Rate is NaN" },
        { new() { Schedule = new CosineSchedule(1e-3, 1e-2, 0, 5) }, "Minimum is 0.01; it must be from 0 to the maximum" },
        { new() { Schedule = new CosineSchedule(1e-3, 1e-4, 6, 5) }, "WarmUpSteps is 6; it must be from 0 to the number of steps" },
        { new() { Schedule = new InverseSquareRootSchedule(0, 4000, 5) }, "DModel is 0" },
        { new() { Schedule = new InverseSquareRootSchedule(512, 0, 5) }, "WarmUpSteps is 0" },
        { new() { Optimizer = new(Beta2: 1) }, "Beta2 is 1; it must be from 0 to below 1" },
        { new() { Optimizer = new(WeightDecay: float.PositiveInfinity) }, "WeightDecay is Infinity" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_out_of_range_is_named(TrainingOptions options, string message)
    {
        Assert.Contains(message, Assert.Throws<ArgumentException>(options.Validate).Message);
        using var folder = new TemporaryFolder();
        using var model = new BigramModel(13, 8);
        Assert.Throws<ArgumentException>(() => new Trainer(model, new TokenSplit(new int[1000], 8), options, folder["c"]));
    }

    [Fact]
    public void The_defaults_are_good() => new TrainingOptions().Validate();
}
