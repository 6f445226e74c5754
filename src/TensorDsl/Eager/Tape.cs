namespace TensorDsl;

/// <summary>Reverse-mode differentiation: from the result back, each tensor passes its gradient on to its inputs.</summary>
internal static class Tape
{
    /// <summary>The derivative of a single number by every tensor that it was computed from.</summary>
    public static Dictionary<Tensor, double[]> Gradients(Tensor result)
    {
        if (result.Data.Length != 1)
            throw new InvalidOperationException($"A tensor of shape {result.Shape} is not a single number to differentiate.");
        var gradients = new Dictionary<Tensor, double[]> { [result] = [1] };
        foreach (var tensor in Reachable(result).OrderByDescending(tensor => tensor.Number))
        {
            double[][] inputs = [.. tensor.Inputs.Select(input => Of(input, gradients))];
            tensor.Backward(gradients[tensor], inputs);
        }

        return gradients;
    }

    private static double[] Of(Tensor tensor, Dictionary<Tensor, double[]> gradients)
    {
        if (!gradients.TryGetValue(tensor, out double[]? gradient))
            gradients[tensor] = gradient = new double[tensor.Data.Length];
        return gradient;
    }

    private static HashSet<Tensor> Reachable(Tensor result)
    {
        var found = new HashSet<Tensor> { result };
        var open = new Stack<Tensor>(found);
        while (open.TryPop(out var tensor))
        {
            foreach (var input in tensor.Inputs)
            {
                if (found.Add(input))
                    open.Push(input);
            }
        }

        return found;
    }
}
