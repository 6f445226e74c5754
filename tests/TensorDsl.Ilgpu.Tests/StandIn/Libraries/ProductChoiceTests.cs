using ILGPU;
using TensorDsl.Ilgpu.Tests.Libraries;

namespace TensorDsl.Ilgpu.Tests.StandIn.Libraries;

/// <summary>Products run on whichever was faster, once that is known, and on kernels where the library does not.</summary>
public sealed class ProductChoiceTests
{
    // A turn is a run that does not count and four that do; runs of a quarter of a millisecond have three turns.
    private const int Measured = 15, PerTurn = 5;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheFasterIsChosenOnceForSizesOfOnePower(bool isLibraryFaster)
    {
        using var device = new StandInDevice();
        var (library, clock) = Open(device, isLibraryFaster);
        Check(device, 17);
        Check(device, 32);
        Check(device, 17);
        var choice = Assert.Single(device.ProductChoices);
        Assert.Equal((17, 43, 50, 1), (choice.M, choice.N, choice.K, choice.Batch));
        Assert.Equal(isLibraryFaster ? library.Name : "kernel for few rows", choice.On);
        Assert.Equal(isLibraryFaster ? (0.5, 0.25) : (0.25, 0.5), (choice.KernelMilliseconds!.Value, choice.LibraryMilliseconds!.Value));
        Assert.StartsWith("TensorDsl_Ilgpu_Tests_OneProduct.Product", choice.Kernel, StringComparison.Ordinal);
        Assert.Equal((6, Measured + (isLibraryFaster ? 3 : 0)), (clock.Readings, library.Calls));
        Assert.Equal($"Products run on A library for tests where it was faster: {(isLibraryFaster ? 1 : 0)} of 1 so far.", device.MatrixLibrary);

        Check(device, 33);
        Assert.Equal((12, 2), (clock.Readings, device.ProductChoices.Count));
    }

    [Theory]
    [InlineData(nameof(EvenBlock), Precision.BFloat16, true)]
    [InlineData(nameof(EvenBlock), Precision.Tf32, false)]
    [InlineData(nameof(Block), Precision.BFloat16, false)]
    public void OperandsInBFloat16AreTheLibrarysAsTheyAre(string model, Precision precision, bool areRounded)
    {
        using var device = new StandInDevice(precision);
        var library = StandInLibrary.For(device, _ => new Verdict(isLibraryFaster: true));
        ProductModels.Check(model, device);
        Assert.Equal(areRounded, library.RoundedCalls > 0);
    }

    // The same kernel, in one power of two, in both ways.
    [Fact]
    public void OperandsInBFloat16AreMeasuredApart()
    {
        using var device = new StandInDevice(Precision.BFloat16);
        StandInLibrary.For(device, _ => new Verdict(isLibraryFaster: true));
        using var model = new EvenTiles(device, 1, 1);
        model.Loss(new float[72 * 41], 72);
        int choices = device.ProductChoices.Count;
        model.Loss(new float[80 * 41], 80);
        Assert.Equal(choices, device.ProductChoices.Count);
        model.Loss(new float[79 * 41], 79);
        Assert.True(device.ProductChoices.Count > choices);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(PerTurn)]
    [InlineData(Measured)]
    [InlineData(Measured + 1)]
    public void ALibraryThatRefusesIsNotAskedAgain(int refusesFrom)
    {
        using var device = new StandInDevice();
        var (library, _) = Open(device, isLibraryFaster: true);
        library.RefusesFrom = refusesFrom;
        Check(device, 17);
        Check(device, 17);
        Check(device, 70);
        Assert.Equal(refusesFrom + 1, library.Calls);
        Assert.Equal("A library for tests is not asked any more: It is out of sorts.", device.MatrixLibrary);
        Assert.All(device.ProductChoices, choice => Assert.Equal(choice.M < 33 ? "kernel for few rows" : "portable kernel", choice.On));
    }

    // A step whose library refuses while it is recorded is the same step by kernels.
    [Fact]
    public void ALibraryMayRefuseWhileLaunchesAreRecorded()
    {
        using var device = new StandInDevice();
        using var model = new OneProduct(device, 1, 1);
        var (library, _) = Open(device, isLibraryFaster: true);
        Check(model, 17);
        library.RefusesFrom = library.Calls;
        Check(model, 17);
        Check(model, 17);
        Assert.Equal((1, Measured + 2), (device.Recordings, library.Calls));
    }

    [Fact]
    public void ItsWorkIsReplayedWithTheOther()
    {
        using var device = new StandInDevice();
        var library = StandInLibrary.For(device, _ => new Verdict(isLibraryFaster: true));
        using var model = new ManyTiles(device, 1, 1);
        float[] x = [.. Enumerable.Range(0, 20 * 41).Select(i => MathF.Sin(i))];
        float first = model.Backward(x, 20);
        float[] gradient = model.Gradients.Values.ToArray();
        Assert.Equal(first, model.Backward(x, 20));
        var (calls, products) = (library.Calls, library.Products);
        Assert.Equal(first, model.Backward(x, 20));
        Assert.Equal(gradient, model.Gradients.Values.ToArray());
        Assert.Equal((1, calls), (device.Recordings, library.Calls));
        Assert.True(library.Products > products);
    }

    [Fact]
    public void NothingIsMeasuredWhileLaunchesAreRecorded()
    {
        using var device = new StandInDevice();
        var (library, clock) = Open(device, isLibraryFaster: true);
        using var result = device.Allocate<float>(1);
        var product = new OneByOne(result.Start);
        using var graph = device.Record(() => MatrixProducts.Launch(device, product, 1, 1, 1))!;
        Assert.Equal((0, 0), (clock.Readings, library.Calls));
        Assert.Empty(device.ProductChoices);
        Assert.True(graph.Replay());
        Assert.Equal(-1, Value());
        MatrixProducts.Launch(device, product, 1, 1, 1);
        Assert.Equal(6, clock.Readings);
        Assert.Equal(1, Value());

        float Value()
        {
            float[] value = new float[1];
            device.Download(result.Start, value);
            return value[0];
        }
    }

    [Theory]
    [InlineData(Precision.Float32, 33, "portable kernel")]
    [InlineData(Precision.Tf32, 33, "tensor cores")]
    [InlineData(Precision.Tf32, 32, "kernel for few rows")]
    public void WithoutALibraryItSaysSoAndWhatProductsRunOn(Precision precision, int rows, string on)
    {
        using var device = new StandInDevice(precision);
        Assert.Equal("Stand-in for ILGPU has no library of matrix products.", device.MatrixLibrary);
        Run(device, rows);
        var choice = Assert.Single(device.ProductChoices);
        Assert.Equal((on, null, null), (choice.On, choice.KernelMilliseconds, choice.LibraryMilliseconds));
    }

    [Theory]
    [InlineData(Precision.Float32, 33, Precision.Float32)]
    [InlineData(Precision.BFloat16, 33, Precision.BFloat16)]
    [InlineData(Precision.BFloat16, 32, Precision.Float32)]
    public void TheLibraryRoundsWhereKernelsDo(Precision precision, int rows, Precision expected)
    {
        using var device = new StandInDevice(precision);
        var library = StandInLibrary.For(device, _ => new Verdict(isLibraryFaster: true));
        Run(device, rows);
        Assert.Equal(expected, library.LastPrecision);
    }

    [Fact]
    public void ItCanBeForgone()
    {
        using var device = new StandInDevice();
        var (library, _) = Open(device, isLibraryFaster: true);
        device.ForgoMatrixLibrary();
        Check(device, 17);
        Assert.Equal((0, LibraryProducts.Forgone), (library.Calls, device.MatrixLibrary));

        // Before it is looked for, too.
        using var other = new StandInDevice();
        other.ForgoMatrixLibrary();
        Assert.Equal(LibraryProducts.Forgone, other.MatrixLibrary);
    }

    [Fact]
    public void DevicesOfOneKindChooseTheSame()
    {
        using StandInDevice first = new(), second = new();
        var measured = new System.Collections.Concurrent.ConcurrentDictionary<ProductShape, ProductTimes>();
        foreach (var (device, isFaster) in new[] { (first, true), (second, false) })
        {
            var library = new FakeLibrary(device.Ask, (value, _) => value);
            device.Products = new LibraryProducts(Precision.Float32, library, new CountingClock(library, isFaster), measured);
            Check(device, 17);
            Assert.Equal(library.Name, Assert.Single(device.ProductChoices).On);
        }
    }

    private static (FakeLibrary Library, CountingClock Clock) Open(StandInDevice device, bool isLibraryFaster)
    {
        CountingClock? clock = null;
        var library = StandInLibrary.For(device, library => clock = new CountingClock(library, isLibraryFaster));
        return (library, clock!);
    }

    private static float[] Run(OneProduct model, int rows)
    {
        float[] result = new float[rows * 43];
        model.Result([.. Enumerable.Range(0, rows * 50).Select(i => MathF.Sin(i))], rows, result);
        return result;
    }

    private static void Run(Device device, int rows)
    {
        using var model = new OneProduct(device, 1, 1);
        Run(model, rows);
    }

    private static void Check(OneProduct model, int rows)
    {
        using var oracle = new OneProduct(1, 1);
        Assert.Equal(Run(oracle, rows), Run(model, rows), (x, y) => Math.Abs(x - y) < 1e-5f);
    }

    private static void Check(Device device, int rows)
    {
        using var model = new OneProduct(device, 1, 1);
        Check(model, rows);
    }

    /// <summary>A product of one number and itself, by whose sign one sees who computed it.</summary>
    private readonly struct OneByOne(ArrayView<float> result) : IMatrixProduct
    {
        public MatrixProduct Matrices => new(1, 1, 1, 1, false, Matrix, Matrix, Matrix);

        public int Rows => 1;

        public int Columns => 1;

        public int Depth => 1;

        public int Repetitions => 1;

        public bool IsDeep => true;

        public int Together => 1;

        public ArrayView<float> Second => result;

        public ArrayView<ushort> Rounded => default;

        private StridedMatrix Matrix => new(result, 0, 1, 1, 0);

        public float First(int repetition, int row, int depth) => 1;

        public int Place(int repetition, int column, int depth) => 0;

        public void Keep(int repetition, int row, int column, float sum)
        {
            if (row == 0 && column == 0)
                Run();
        }

        public void Run() => result[0] = -1;

        public void RunTf32() => Run();

        public void RunBFloat16() => Run();

        public bool IsRounded => false;

        public void RunRounded() => Run();

        public void RunEpilogue()
        {
        }
    }
}
