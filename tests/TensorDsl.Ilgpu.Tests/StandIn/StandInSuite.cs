namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>The suite on the stand-in.</summary>
public sealed class StandInSuite : DeviceSuite
{
    protected override Device NewDevice() => new StandInDevice();
}

/// <summary>Training on the stand-in.</summary>
public sealed class StandInTrainingSuite : TrainingSuite
{
    protected override Device NewDevice() => new StandInDevice();
}

/// <summary>Products whose PTX the stand-in interprets.</summary>
public sealed class StandInTensorProductSuite : TensorProductSuite
{
    protected override Device NewDevice(Precision precision) => new StandInDevice(precision);
}
