namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>The suite on the stand-in.</summary>
public sealed class StandInSuite : DeviceSuite
{
    protected override Device NewDevice() => new StandInDevice();
}
