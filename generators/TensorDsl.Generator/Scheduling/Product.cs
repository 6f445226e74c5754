using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>An axis of a matrix product: its size and the strides of the two tensors that have it.</summary>
internal readonly record struct ProductAxis(Dim Size, Dim First, Dim Second);

/// <summary>An axis along which products are repeated.</summary>
internal readonly record struct BatchAxis(Dim Size, Dim A, Dim B, Dim C);

/// <summary>
/// A contraction as matrix products: C[m, n] = Σ A[m, k] · B[k, n], repeated over batch axes, all as strides into
/// memory as it lies.
/// </summary>
internal sealed class Product
{
    private Product(View a, View b, ProductAxis m, ProductAxis n, ProductAxis k, IReadOnlyList<BatchAxis> batch, bool hasEpilogue)
    {
        A = a;
        B = b;
        M = m;
        N = n;
        K = k;
        Batch = batch;
        HasEpilogue = hasEpilogue;
    }

    public View A { get; }

    public View B { get; }

    /// <summary>Rows; strides in A and C.</summary>
    public ProductAxis M { get; }

    /// <summary>Columns; strides in B and C, the latter 1.</summary>
    public ProductAxis N { get; }

    /// <summary>What is summed; strides in A and B.</summary>
    public ProductAxis K { get; }

    /// <summary>Repetitions, outermost first.</summary>
    public IReadOnlyList<BatchAxis> Batch { get; }

    /// <summary>Whether the result is one matrix, so that a kernel can go on with its elements by row and column.</summary>
    public bool HasEpilogue { get; }

    public static Product Of(ContractNode contract) => TryOf(contract)
        ?? throw new InvalidOperationException($"The contraction {contract} needs a copy.");

    /// <summary>The product, or null where an operand or the result lies so that no strides fit.</summary>
    public static Product? TryOf(ContractNode contract)
    {
        var spec = contract.Spec;
        int last = spec.Output.Where(letter => !spec.Letters[letter].Size.IsOne).DefaultIfEmpty(-1).Last();

        // The last axis of the result is the second operand's, so that rows of the result lie in a line.
        return last >= 0 && spec.A.Contains(last) && !spec.B.Contains(last)
            ? TryOf(contract, 1, spec.B, 0, spec.A)
            : TryOf(contract, 0, spec.A, 1, spec.B);
    }

    private static Product? TryOf(ContractNode contract, int first, int[] aLetters, int second, int[] bLetters)
    {
        if (View.TryOf(contract.Inputs[first]) is not { } a || View.TryOf(contract.Inputs[second]) is not { } b)
            return null;
        var (letters, output) = (contract.Spec.Letters, contract.Spec.Output);
        var c = Strides.RowMajor(contract.Shape);
        Dim Size(int letter) => letters[letter].Size.Plain;
        Dim InA(int letter) => Array.IndexOf(aLetters, letter) is var i && i >= 0 ? a.Strides[i].Plain : 0;
        Dim InB(int letter) => Array.IndexOf(bLetters, letter) is var i && i >= 0 ? b.Strides[i].Plain : 0;
        Dim InC(int letter) => Array.IndexOf(output, letter) is var i && i >= 0 ? c[i].Plain : 0;

        var real = output.Where(letter => !letters[letter].Size.IsOne).ToList();
        var batch = real.Where(letter => aLetters.Contains(letter) && bLetters.Contains(letter)).ToList();
        var rows = real.Where(letter => aLetters.Contains(letter) && !bLetters.Contains(letter)).ToList();
        var columns = real.Where(letter => !aLetters.Contains(letter)).ToList();
        var summed = aLetters.Where(letter => !output.Contains(letter) && !letters[letter].Size.IsOne).ToList();

        if (Merge(summed, Size, InA, InB) is not { } k)
            return null;
        bool single = batch.Count == 0 && columns.Count <= 1;
        ProductAxis? m, n;
        while ((m = Merge(rows, Size, InA, InC)) is null)
            Peel(rows);
        while ((n = Merge(columns, Size, InB, InC)) is null)
            Peel(columns);
        if (!n.Value.Size.IsOne && !n.Value.Second.IsOne)
            return null;

        single &= batch.Count == 0;
        var axes = real.Where(batch.Contains).Select(letter => new BatchAxis(Size(letter), InA(letter), InB(letter), InC(letter)));
        return new Product(a, b, m.Value, n.Value, k, [.. axes], single);

        void Peel(List<int> group)
        {
            batch.Add(group[0]);
            group.RemoveAt(0);
        }
    }

    private static ProductAxis? Merge(List<int> group, Func<int, Dim> size, Func<int, Dim> first, Func<int, Dim> second)
    {
        var one = Strides.Merge([.. group.Select(letter => (size(letter), first(letter)))]);
        var other = Strides.Merge([.. group.Select(letter => (size(letter), second(letter)))]);
        return one is null || other is null ? null : new ProductAxis(one.Value.Size, one.Value.Stride, other.Value.Stride);
    }
}
