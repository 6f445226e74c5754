namespace TensorDsl.Training.Tests;

public class BigramModelTests
{
    [Fact]
    public void Its_gradient_is_the_slope_of_its_loss()
    {
        using var model = new BigramModel(5, 4);
        int[] tokens = [0, 1, 2, 1, 4, 4];
        int[] targets = [1, 2, 1, 3, 4, 0];
        model.Backward(tokens, targets, 2, 3);
        foreach (var info in model.Parameters.Layout)
        {
            for (int i = 0; i < info.Count; i++)
            {
                float value = model.Parameters[info.Name][i];
                model.Parameters[info.Name][i] = value + 0.01f;
                float above = model.Loss(tokens, targets, 2, 3);
                model.Parameters[info.Name][i] = value - 0.01f;
                float below = model.Loss(tokens, targets, 2, 3);
                model.Parameters[info.Name][i] = value;
                Assert.Equal((above - below) / 0.02f, model.Gradients[info.Name][i], 1e-4f);
            }
        }
    }
}
