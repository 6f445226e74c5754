namespace TensorDsl.Benchmarks;

/// <summary>What workloads run on, and what it can do: the best seen so far, for others may be using it too.</summary>
internal abstract class Machine(Device device, int threads) : IDisposable
{
    /// <summary>What models are bound to.</summary>
    public Device Device => device;

    /// <summary>Threads of the processor.</summary>
    public int Threads => threads;

    /// <summary>Its name and what it can do, in a line.</summary>
    public abstract string Description { get; }

    /// <summary>What products are computed in.</summary>
    public virtual string Precision => "float32";

    /// <summary>Whether products may run on a vendor's library; and if not, why not. Null where that is no question.</summary>
    public virtual string? MatrixLibrary => null;

    /// <summary>What the products that ran so far ran on, as far as that is chosen while the program runs.</summary>
    public virtual IReadOnlyList<ProductUse> Products => [];

    /// <summary>Multiply-adds on registers alone, in floating-point operations per second.</summary>
    public double PeakFlops { get; protected set; }

    /// <summary>Reading memory, in bytes per second.</summary>
    public double ReadBytes { get; protected set; }

    /// <summary>Looks again, for some ten milliseconds.</summary>
    /// <returns>The peak of this moment.</returns>
    public abstract double Sample();

    /// <summary>Makes a workload ready to run here.</summary>
    /// <exception cref="ContestantException">It cannot run here.</exception>
    public virtual Contestant Open(Workload workload) => workload.Open(this);

    public abstract void Dispose();
}
