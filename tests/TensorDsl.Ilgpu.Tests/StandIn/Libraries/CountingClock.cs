using TensorDsl.Ilgpu.Tests.Libraries;

namespace TensorDsl.Ilgpu.Tests.StandIn.Libraries;

/// <summary>A clock that runs what it measures, and finds that one candidate takes twice as long.</summary>
internal sealed class CountingClock(FakeLibrary library, bool isLibraryFaster) : IDeviceClock
{
    /// <summary>How often it measured.</summary>
    public int Readings { get; private set; }

    public double Time(Action launches)
    {
        Readings++;
        int before = library.Calls;
        launches();
        return library.Calls > before == isLibraryFaster ? 1 : 2;
    }
}
