namespace ILGPU.Runtime;

/// <summary>Stands in for ILGPU's type: what the host asks about views.</summary>
public static class ArrayViewExtensions
{
    public static nint LoadEffectiveAddressAsPtr<T>(this ArrayView<T> view)
        where T : unmanaged => view.Address;
}
