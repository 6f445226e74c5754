using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace TensorDsl.Ilgpu.Tests.OnIlgpu;

/// <summary>What ILGPU's compiler makes of kernels for CUDA, which takes no card; an instance compiles each once.</summary>
public sealed class Ptx : IDisposable
{
    private static readonly CudaArchitecture Architecture = CudaArchitecture.SM_80;

    private readonly Context _context = Context.Create(builder => DeviceSearch.Configured(builder));
    private readonly PTXBackend _backend;
    private readonly Dictionary<Type, string> _texts = [];

    public Ptx() => _backend = new PTXBackend(_context, new CudaCapabilityContext(Architecture), Architecture, CudaInstructionSet.ISA_80, null);

    /// <summary>The text of a kernel.</summary>
    public string Of(Type kernel)
    {
        if (!_texts.TryGetValue(kernel, out string? text))
            _texts.Add(kernel, text = Compiled(kernel));
        return text;
    }

    public void Dispose()
    {
        _backend.Dispose();
        _context.Dispose();
    }

    private string Compiled(Type kernel)
    {
        var entry = typeof(KernelEntry).GetMethod(nameof(KernelEntry.Run))!.MakeGenericMethod(kernel);
        return ((PTXCompiledKernel)_backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(entry), default)).PTXAssembly;
    }
}
