namespace TensorDsl.Ilgpu.Tests.Libraries;

/// <summary>
/// A clock that runs nothing and finds what it was told to. Times are so long that each candidate has one turn, the kernel before the library.
/// </summary>
internal sealed class Verdict(bool isLibraryFaster) : IDeviceClock
{
    private int _readings;

    public double Time(Action launches) => _readings++ % 2 == (isLibraryFaster ? 1 : 0) ? 1e3 : 1e4;
}
