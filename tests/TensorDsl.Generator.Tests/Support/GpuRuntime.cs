using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TensorDsl.Generator.Tests.Support;

/// <summary>
/// Compilations that see the GPU's runtime: its own sources on top of the tests' stand-in for ILGPU, as an assembly of the
/// runtime's name, because the library shows it what it shows nobody else.
/// </summary>
internal static class GpuRuntime
{
    private static readonly Lazy<MetadataReference> Reference = new(() =>
    {
        string runtime = Path.Combine(Repository.Root, "src", "TensorDsl.Ilgpu");
        string standIn = Path.Combine(Repository.Root, "tests", "TensorDsl.Ilgpu.Tests", "StandIn");
        var files = new[] { runtime, Path.Combine(runtime, "Kernels"), Path.Combine(runtime, "Libraries"), Path.Combine(runtime, "Memory"), Path.Combine(runtime, "Recording") }
            .SelectMany(folder => Directory.GetFiles(folder, "*.cs"))
            .Concat(new[] { "ArrayView", "ArrayViewExtensions", "DeviceSide", "Kernels", "Rendezvous", "StandInGroup", "StandInMemory", "StandInThread" }.Select(name => Path.Combine(standIn, name + ".cs")))
            .Concat(Directory.GetFiles(Path.Combine(standIn, "Ptx"), "*.cs"));
        var compilation = Sources.Compile([.. files.Select(File.ReadAllText), "global using System.IO; global using System.Threading;"])
            .WithAssemblyName("TensorDsl.Ilgpu");
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    });

    /// <summary>The compilation with a reference to the runtime.</summary>
    public static CSharpCompilation Compile(params string[] files) => Sources.Compile(files).AddReferences(Reference.Value);
}
