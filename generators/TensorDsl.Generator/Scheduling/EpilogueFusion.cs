using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// Gives contractions the maps that follow them: bias, activation, residual, and in the backward pass the activation's
/// derivative. A map is taken when its value must be in memory anyway, or when that spares the contraction's own.
/// </summary>
internal static class EpilogueFusion
{
    public static void Run(Fusion fusion)
    {
        // The last first: what a later epilogue reads must be in memory, and so is worth an epilogue itself.
        foreach (var contract in fusion.Nodes.OfType<ContractNode>().Reverse())
        {
            var epilogue = new HashSet<Node> { contract };
            if (Product.Of(contract).HasEpilogue)
            {
                foreach (var end in Following(fusion, contract).Where(node => Pays(fusion, contract, node)).ToList())
                    TryTake(fusion, epilogue, contract, end);
            }

            fusion.Join(epilogue);
        }
    }

    // The free maps over the contraction's elements that lie behind it, in order.
    private static List<Node> Following(Fusion fusion, ContractNode contract)
    {
        var sizes = contract.Shape.Squeeze();
        var behind = new HashSet<Node> { contract };
        var following = new List<Node>();
        foreach (var node in fusion.Nodes)
        {
            if (!fusion.IsFree(node) || node is ReduceNode || !node.Inputs.Any(behind.Contains)
                || !node.Shape.Squeeze().SequenceEqual(sizes) || !Aligned(node, behind))
            {
                continue;
            }

            behind.Add(node);
            following.Add(node);
        }

        return following;
    }

    // The values behind the contraction meet the node's elements one to one.
    private static bool Aligned(Node node, HashSet<Node> behind) =>
        node.Inputs.Where(behind.Contains).All(input => Alignment.IsOneToOne(input, node));

    private static bool Pays(Fusion fusion, ContractNode contract, Node node)
    {
        if (fusion.IsForced(node))
            return true;
        return fusion.UsersOf(contract).All(user => user == node)
            && node.Inputs.Any(other => other != contract && other is ContractNode && fusion.UsersOf(other).Count == 1);
    }

    private static void TryTake(Fusion fusion, HashSet<Node> epilogue, ContractNode contract, Node end)
    {
        var taken = new HashSet<Node>(epilogue);
        Between(fusion, contract, end, taken, []);
        if (!taken.Contains(end))
            return;
        TakeSides(fusion, contract, taken);
        if (ReadsNeighbours(taken, contract) && fusion.CanJoin(taken))
            epilogue.UnionWith(taken);
    }

    // An epilogue has a vector of neighbouring columns at a time, and loads what it reads as it lies: not backwards, or with gaps.
    private static bool ReadsNeighbours(HashSet<Node> taken, ContractNode contract)
    {
        int column = contract.Shape.Squeeze().Length - 1;
        return Product.Of(contract).N.Size.IsOne
            || taken.Where(node => node != contract).All(node => node.Inputs.Where(input => !taken.Contains(input)).All(input => IsNeighbourly(input, node, column)));
    }

    private static bool IsNeighbourly(Node operand, Node user, int column) =>
        Alignment.Strides(operand, user, column + 1)[column] is { IsOne: true } or { IsConstant: true, Factor: 0 };

    // The nodes on the ways from the contraction to the end.
    private static bool Between(Fusion fusion, ContractNode contract, Node node, HashSet<Node> taken, HashSet<Node> seen)
    {
        if (taken.Contains(node))
            return true;
        if (!seen.Add(node) || !fusion.IsFree(node) || node is ReduceNode || !node.Shape.Squeeze().SequenceEqual(contract.Shape.Squeeze()))
            return false;
        bool any = false;
        foreach (var input in node.Inputs)
            any |= Between(fusion, contract, input, taken, seen);
        if (any)
            taken.Add(node);
        return any;
    }

    // Maps of the same elements that nobody else uses come along.
    private static void TakeSides(Fusion fusion, ContractNode contract, HashSet<Node> taken)
    {
        var sizes = contract.Shape.Squeeze();
        bool grown = true;
        while (grown)
        {
            var sides = taken.SelectMany(node => node is ContractNode ? [] : node.Inputs).Where(input => !taken.Contains(input)
                && fusion.IsFree(input) && input is not ReduceNode && input.Shape.Squeeze().SequenceEqual(sizes)
                && fusion.UsersOf(input).All(user => user != contract && taken.Contains(user) && Alignment.IsOneToOne(input, user))).ToList();
            grown = sides.Count > 0;
            taken.UnionWith(sides);
        }
    }
}
