using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>A place in a device's memory, with which the host reckons as with a pointer.</summary>
/// <typeparam name="T">What lies there.</typeparam>
/// <param name="Memory">The memory.</param>
/// <param name="Offset">Elements from its start.</param>
public readonly record struct Address<T>(ArrayView<T> Memory, long Offset)
    where T : unmanaged
{
    /// <summary>What begins there, as kernels take it.</summary>
    public ArrayView<T> View => Memory.SubView(Offset, Memory.Length - Offset);

    /// <summary>The place some elements further on.</summary>
    public static Address<T> operator +(Address<T> address, nint elements) => address with { Offset = address.Offset + elements };

    /// <summary>What begins there.</summary>
    public static implicit operator ArrayView<T>(Address<T> address) => address.View;
}
