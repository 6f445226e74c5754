using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Accounting;

/// <summary>
/// The floating-point operations of a program by the usual convention: a product of (M, K) and (K, N) is 2·M·N·K,
/// attention's two products count over all pairs of positions, masked or not, its gradient as twice that, and
/// everything else as nothing (Kaplan et al.: Scaling Laws for Neural Language Models, 2020, section 2.1).
/// </summary>
internal static class FlopCount
{
    public static Amount Of(ModelGraph graph)
    {
        var sum = new Amount();
        foreach (var node in new Uses(graph.Roots).Everything(graph.Main))
        {
            switch (node)
            {
                case ContractNode contract:
                    sum.Add(2, contract.Spec.A.Concat(contract.Spec.B).Distinct().Select(letter => contract.Spec.Letters[letter].Size)
                        .Append(Runs(node)));
                    break;
                case AttentionNode:
                    Attention(sum, 2, node);
                    break;
                case AttentionGradientNode:
                    Attention(sum, 4, node);
                    break;
            }
        }

        return sum;
    }

    // Query (B, T, H, DK), key (B, S, H, DK), value (B, S, H, DV): B·H·T·S·(DK + DV).
    private static void Attention(Amount sum, long factor, Node node)
    {
        var (query, value) = (node.Inputs[0].Shape, node.Inputs[2].Shape);
        Dim[] scores = [query[0].Size, query[1].Size, query[2].Size, value[1].Size, Runs(node)];
        sum.Add(factor, [.. scores, query[3].Size]);
        sum.Add(factor, [.. scores, value[3].Size]);
    }

    // How often the loops around run the node.
    private static Dim Runs(Node node)
    {
        Dim runs = 1;
        for (var region = node.Region; region.Loop is { } loop; region = region.Parent!)
            runs *= loop.Count;
        return runs;
    }
}
