using TensorDsl.Training;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>The student learns what its teacher, the moving average of itself, answers to another view.</summary>
public sealed class DinoTests
{
    private const int B = 5, K = 9;

    [Fact]
    public void TheStudentComesToAgreeWithItsTeacher()
    {
        using var student = new Dino(2, 1);
        using var teacher = new Dino(2, 2);
        using var average = new MovingAverage(student.Parameters, teacher.Parameters);
        using var optimizer = new AdamW(student.Parameters, student.Gradients, new AdamWOptions { WeightDecay = 0 });
        float[] center = new float[K], mean = new float[K], answers = new float[2 * B * K], start = [.. teacher.Parameters.Values];
        float[] views = Views();
        float first = 0, last = 0;
        for (int step = 0; step < 40; step++)
        {
            teacher.Teach(views, center, B, answers, mean);
            last = student.Backward(views, answers, B);
            if (step == 0)
                first = last;
            optimizer.Step(student.Team, 3e-3f);
            average.Update(student.Team, 0.99);
            for (int k = 0; k < K; k++)
                center[k] = (0.9f * center[k]) + (0.1f * mean[k]);
        }

        Assert.True(last < first, $"The loss went from {first} to {last}.");
        Assert.NotEqual(start, [.. teacher.Parameters.Values]);

        // Centring keeps the answers from all being one; sharpening keeps them from being even.
        teacher.Teach(views, center, B, answers, mean);
        var likeliest = answers.Chunk(K).Select(answer => Array.IndexOf(answer, answer.Max()));
        Assert.True(likeliest.Distinct().Count() > 1, "All answers are one.");
        Assert.All(answers.Chunk(K), answer => Assert.Equal(1, answer.Sum(), 1e-5));
    }

    // Two noisy views of each image.
    private static float[] Views()
    {
        const int Size = 12 * 12 * 3;
        var random = new Random(3);
        float[] images = [.. Enumerable.Range(0, B * Size).Select(_ => (float)((3 * random.NextDouble()) - 1.5))];
        return [.. images.Concat(images).Select(value => value + (float)(0.2 * random.NextDouble()))];
    }
}
