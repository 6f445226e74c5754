using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>How an operand's real axes, those of more than one element, lie along its user's.</summary>
internal static class Alignment
{
    /// <summary>
    /// For each real axis of the operand the place of the user's real axis that it runs along. A reduction's place is
    /// counted in its operand, a view that only adds or drops axes of size 1 keeps places.
    /// </summary>
    public static int[] Places(Node operand, Node user)
    {
        int[] real = Real(operand.Shape);
        if (user is ReduceNode || user.IsAlias())
            return [.. Enumerable.Range(0, real.Length)];
        int[] map = Broadcasting.Map(operand.Shape, user.Shape);
        var places = new List<int>();
        int[] users = Real(user.Shape);
        foreach (int axis in real)
            places.Add(Array.IndexOf(users, Array.IndexOf(map, axis)));
        return [.. places];
    }

    /// <summary>Elements of the operand's memory from one place to the next along each of the user's first real axes; 0 where it has no such axis.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="user">The node that reads it.</param>
    /// <param name="axes">How many of the user's axes.</param>
    public static Dim[] Strides(Node operand, Node user, int axes)
    {
        var along = Enumerable.Repeat((Dim)0, axes).ToArray();
        var strides = View.Of(operand).Strides;
        int[] real = Real(operand.Shape), places = Places(operand, user);
        for (int i = 0; i < real.Length; i++)
            along[places[i]] = strides[real[i]].Plain;
        return along;
    }

    /// <summary>Whether the operand's k-th real axis runs along the user's k-th.</summary>
    public static bool IsOneToOne(Node operand, Node user) =>
        Places(operand, user) is var places && places.SequenceEqual(Enumerable.Range(0, places.Length));

    private static int[] Real(Shape shape) => [.. Enumerable.Range(0, shape.Rank).Where(i => !shape[i].Size.IsOne)];
}
