using TensorDsl.Cpu;

namespace TensorDsl.Training.Tests;

public class MovingAverageTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void It_follows_the_recurrence(int workers)
    {
        using var team = new Team(workers);
        using var model = new BigramModel(13, 8);
        using var average = new MovingAverage(model.Parameters);
        double[] exact = [.. model.Parameters.Values.ToArray().Select(value => (double)value)];
        for (ulong step = 1; step <= 20; step++)
        {
            model.Parameters.Initialize(step);
            double decay = 1 - (1.0 / step);
            average.Update(team, decay);
            for (int i = 0; i < exact.Length; i++)
                exact[i] = (decay * exact[i]) + ((1 - decay) * model.Parameters.Values[i]);
        }

        for (int i = 0; i < exact.Length; i++)
            Assert.Equal(exact[i], average.Values.Values[i], 1e-7);
    }

    [Fact]
    public void What_does_not_change_stays_to_the_bit()
    {
        using var model = new BigramModel(13, 8, seed: 5);
        using var average = new MovingAverage(model.Parameters);
        for (int step = 0; step < 10; step++)
            average.Update(model.Team, 0.9);
        Assert.Equal(model.Parameters.Values.ToArray(), average.Values.Values.ToArray());
    }

    [Fact]
    public void Swapped_in_the_model_computes_with_it_and_swapped_back_not()
    {
        using var model = new BigramModel(13, 8, seed: 1);
        using var other = new BigramModel(13, 8, seed: 2);
        int[] tokens = [1, 2, 3], targets = [2, 3, 4];
        float before = model.Loss(tokens, targets, 1, 3);
        using var average = new MovingAverage(model.Parameters);
        other.Parameters.CopyTo(average.Values);
        average.Swap();
        Assert.Equal(other.Loss(tokens, targets, 1, 3), model.Loss(tokens, targets, 1, 3));
        average.Swap();
        Assert.Equal(before, model.Loss(tokens, targets, 1, 3));
        Assert.NotEqual(before, other.Loss(tokens, targets, 1, 3));
    }

    [Fact]
    public void A_teacher_is_the_same_model_with_the_average_as_its_parameters()
    {
        using var student = new BigramModel(13, 8, seed: 1);
        using var teacher = new BigramModel(13, 8, seed: 2);
        using (var average = new MovingAverage(student.Parameters, teacher.Parameters))
        {
            Assert.Equal(student.Parameters.Values.ToArray(), teacher.Parameters.Values.ToArray());
            student.Parameters["table"].Fill(1);
            average.Update(student.Team, 0);
        }

        Assert.All(teacher.Parameters["table"].ToArray(), value => Assert.Equal(1, value, 1e-6f)); // disposing spared it
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        using var model = new BigramModel(13, 8);
        using var smaller = new BigramModel(12, 8);
        Assert.Throws<ArgumentException>(() => new MovingAverage(model.Parameters, smaller.Parameters));
        using var average = new MovingAverage(model.Parameters);
        foreach (double decay in (double[])[-0.1, 1.1, double.NaN])
            Assert.Throws<ArgumentOutOfRangeException>(() => average.Update(model.Team, decay));
    }
}
