using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Simplification;

/// <summary>
/// Where the operands lie so that no strides make a matrix product of them, they are copied into the order that does:
/// batch, rows, summed for the one; batch, summed, columns for the other; batch, rows, columns for the result.
/// </summary>
internal static class CanonicalContraction
{
    /// <summary>A node of the same value and shape.</summary>
    public static Node Of(ContractNode contract)
    {
        var spec = contract.Spec;
        int[] batch = [.. spec.Output.Where(letter => spec.A.Contains(letter) && spec.B.Contains(letter))];
        int[] rows = [.. spec.Output.Where(letter => !spec.B.Contains(letter))];
        int[] columns = [.. spec.Output.Where(letter => !spec.A.Contains(letter))];
        int[] summed = [.. spec.A.Where(letter => !spec.Output.Contains(letter))];
        int[] a = [.. batch, .. rows, .. summed];
        int[] b = [.. batch, .. summed, .. columns];
        int[] c = [.. batch, .. rows, .. columns];

        var product = Rewriter.Insert(new ContractNode(contract.Region, ContractionSpec.FromLetters(a, b, c, spec.Letters),
            Ordered(contract, contract.Inputs[0], spec.A, a), Ordered(contract, contract.Inputs[1], spec.B, b)), contract);
        return Rewriter.Insert(
            new TransposeNode(contract.Region, [.. spec.Output.Select(letter => Array.IndexOf(c, letter))], product), contract);
    }

    private static Node Ordered(ContractNode contract, Node operand, int[] letters, int[] order)
    {
        int[] axes = [.. order.Select(letter => Array.IndexOf(letters, letter))];
        var transposed = Rewriter.Insert(new TransposeNode(contract.Region, axes, operand), contract);
        return Rewriter.Copy(contract.Region, transposed, contract);
    }
}
