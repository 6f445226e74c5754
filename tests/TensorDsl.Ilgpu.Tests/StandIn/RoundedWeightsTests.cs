using TensorDsl.Cpu.Tests.Models;
using TensorDsl.Training;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>The copy of parameters in bfloat16: it follows whatever changes them, and products read it.</summary>
public sealed class RoundedWeightsTests
{
    [Fact]
    public void TheCopyFollowsTheHostAndTheOptimizer()
    {
        using var device = new StandInDevice(Precision.BFloat16);
        using OneHead model = new(device, 1, 1), other = new(1, 2);
        using var optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions { Groups = [new ParameterGroup("embedding", Frozen: true)] });
        float[] start = Backward();
        for (int step = 0; step < 4; step++)
        {
            float[] before = Backward();
            if (step == 2)
                model.Gradients[model.Gradients.Layout[^1].Name].Fill(float.NaN);
            optimizer.Step(model.Team, 1e-2f);
            Assert.Equal(step == 2, before.SequenceEqual(Check(device, model)));
        }

        Assert.Equal(1, optimizer.SkippedSteps);
        model.Parameters.Values[3] = 1 / 3f;
        Assert.NotEqual(start, Backward());
        other.Parameters.CopyTo(model.Parameters);
        Assert.Equal(other.Parameters.Values.ToArray(), Backward());
        other.Parameters.Values.Fill(0.3f);
        model.Parameters.Exchange(other.Parameters);
        Assert.All(Backward(), value => Assert.Equal(0.3f, value));

        float[] Backward()
        {
            model.Backward([1, 2, 3, 4], [2, 3, 4, 5], 2, 2);
            return Check(device, model);
        }
    }

    [Fact]
    public void TheCopyFollowsSetsThatExchangeOrFollowEachOther()
    {
        using var device = new StandInDevice(Precision.BFloat16);
        using OneHead student = new(device, 1, 1), teacher = new(device, 1, 2);
        float[] first = student.Parameters.Values.ToArray(), second = teacher.Parameters.Values.ToArray();
        Loss(student);
        Loss(teacher);
        student.Parameters.Exchange(teacher.Parameters);
        Assert.Equal(second, Check(device, student));
        Assert.Equal(first, Check(device, teacher));
        using var average = new MovingAverage(student.Parameters, teacher.Parameters);
        student.Parameters.Values.Fill(0.3f);
        average.Update(student.Team, 0.5);
        Loss(student);
        Assert.Equal(second.Select(value => value + ((0.3f - value) * 0.5f)), Check(device, teacher));

        static void Loss(OneHead model) => model.Loss([1, 2], [2, 3], 1, 2);
    }

    // Steps that are replayed were recorded when there was no copy.
    [Fact]
    public void TheCopyFollowsStepsThatAreOlderThanIt()
    {
        using var device = new StandInDevice(Precision.BFloat16);
        using var model = new OneHead(device, 1, 1);
        using var optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions(WeightDecay: 0.5f));
        for (int step = 0; step < 6; step++)
        {
            if (step == 3)
                model.Loss([1, 2], [2, 3], 1, 2);
            optimizer.Step(model.Team, 1e-1f);
            Assert.Equal(step < 3, Copy(model.Parameters).Rounded is null);
            if (step >= 3)
                Check(device, model);
        }
    }

    // What the device rounded would be lost here.
    [Fact]
    public void TheHostGetsWhatWasNotRounded()
    {
        using var device = new StandInDevice(Precision.BFloat16);
        using var model = new OneHead(device, 1, 1);
        float[] before = model.Parameters.Values.ToArray();
        model.Loss([1, 2], [2, 3], 1, 2);
        Assert.Equal(before, model.Parameters.Values.ToArray());
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Tf32)]
    public void OtherPrecisionsHaveNoCopy(Precision precision)
    {
        using var device = new StandInDevice(precision);
        using var model = new OneHead(device, 1, 1);
        using var optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions());
        model.Backward([1, 2, 3, 4], [2, 3, 4, 5], 2, 2);
        optimizer.Step(model.Team, 1e-2f);
        Assert.Null(Copy(model.Parameters).Rounded);
        Assert.Contains(typeof(AdamWUpdate), device.Kernels);
    }

    // Nothing is left of a product whose weights are nothing in the copy alone.
    [Theory]
    [InlineData(1, Precision.BFloat16)]
    [InlineData(8, Precision.BFloat16)]
    [InlineData(70, Precision.BFloat16)]
    [InlineData(70, Precision.Tf32)]
    public void ProductsReadTheCopy(int rows, Precision precision)
    {
        using var device = new StandInDevice(precision);
        using var model = new OneProduct(device, 1, 1);
        float[] result = Run();
        Assert.All(result, value => Assert.NotEqual(0, value));
        if (Copy(model.Parameters).Rounded is { } rounded)
            device.Upload(new ushort[rounded.Length], rounded.Start);
        Assert.Equal(precision == Precision.BFloat16 ? new float[result.Length] : result, Run());

        float[] Run()
        {
            float[] result = new float[rows * 43];
            model.Result([.. Enumerable.Range(0, rows * 50).Select(i => (i % 7) + 1f)], rows, result);
            return result;
        }
    }

    // The parameters on the device, whose copy is theirs; the host is not asked, lest it send its own.
    private static float[] Check(StandInDevice device, OneHead model)
    {
        float[] values = new float[model.Parameters.Length];
        ushort[] rounded = new ushort[values.Length];
        device.Download(Copy(model.Parameters).Start, values);
        device.Download(Copy(model.Parameters).Rounded!.Start, rounded);
        Assert.Equal(values.Select(value => (float)BFloat16Oracle.Round(value)), rounded.Select(BFloat16.Float));
        return values;
    }

    private static GpuCopy Copy(ParameterSet parameters) => (GpuCopy)parameters.Copy!;
}
