namespace System;

/// <summary>A place from the start or the end: what list patterns need to find on netstandard2.0.</summary>
internal readonly struct Index(int value, bool fromEnd = false)
{
    public static implicit operator Index(int value) => new(value);

    public int GetOffset(int length) => fromEnd ? length - value : value;
}
