using System.Runtime.InteropServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Memory for tensors, on a 64-byte boundary and not cleared. Where it is large, it asks the system for large pages, because
/// a product walks down columns and so touches a page with each row.
/// </summary>
internal static unsafe partial class PageMemory
{
    private const nuint Line = 64;
    private const nuint LargePage = 2 << 20;
    private const int UseLargePages = 14;

    /// <summary>Memory of a number of bytes; freed by <see cref="Free"/>.</summary>
    /// <exception cref="OutOfMemoryException">There is no such memory.</exception>
    public static void* Allocate(nuint bytes)
    {
        if (bytes < LargePage)
            return NativeMemory.AlignedAlloc(bytes, Line);
        bytes = checked(bytes + LargePage - 1) / LargePage * LargePage;
        void* memory = NativeMemory.AlignedAlloc(bytes, LargePage);

        // A wish: what it answers does not matter.
        if (OperatingSystem.IsLinux())
            _ = Advise(memory, bytes, UseLargePages);
        return memory;
    }

    /// <summary>Gives memory back; null is none.</summary>
    public static void Free(void* memory) => NativeMemory.AlignedFree(memory);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* memory, nuint bytes, int advice);
}
