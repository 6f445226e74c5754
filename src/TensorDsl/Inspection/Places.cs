namespace TensorDsl.Inspection;

/// <summary>Where the elements at given indices lie in a row-major array.</summary>
internal static class Places
{
    /// <summary>The number of elements.</summary>
    public static int Count(ReadOnlySpan<nint> lengths)
    {
        nint count = 1;
        foreach (nint length in lengths)
            count = checked(count * length);
        return checked((int)count);
    }

    /// <summary>The elements at the first indices, along all axes that are left.</summary>
    public static (int Start, int Count) Of(ReadOnlySpan<nint> lengths, ReadOnlySpan<int> at)
    {
        if (at.Length > lengths.Length)
            throw new ArgumentException($"There are {at.Length} indices, but {lengths.Length} axes.", nameof(at));
        int start = 0, count = Count(lengths);
        for (int i = 0; i < at.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)at[i], (uint)lengths[i], nameof(at));
            count /= (int)lengths[i];
            start += at[i] * count;
        }

        return (start, count);
    }
}
