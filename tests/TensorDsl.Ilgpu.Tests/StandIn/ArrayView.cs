namespace ILGPU;

/// <summary>Stands in for ILGPU's type: a stretch of an array, which checks every index.</summary>
public readonly struct ArrayView<T>(T[] array, long offset, long length)
    where T : unmanaged
{
    public long Length => length;

    public Span<T> Span => array.AsSpan((int)offset, (int)length);

    public ref T this[int index]
    {
        get
        {
            if (index < 0 || index >= length)
                throw new IndexOutOfRangeException($"The kernel reaches for element {index} of {length}.");
            return ref array[offset + index];
        }
    }

    public ArrayView<T> SubView(long start, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, length);
        return new(array, offset + start, count);
    }
}
