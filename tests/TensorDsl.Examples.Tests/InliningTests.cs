using System.Reflection;
using System.Runtime.Intrinsics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace TensorDsl.Examples.Tests;

/// <summary>
/// That kernels are one piece of code each. A part that the runtime calls in place of repeating it is handed addresses, and so what the kernel
/// keeps in registers lies in memory: three times as slow, and no result shows it.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class InliningTests
{
    // The runtime's compiler repeats no method that has more.
    private const int MostParameters = 32;

    private static readonly MethodInfo[] Parts =
    [
        .. typeof(Cpu.SimdWidth).Assembly.GetTypes()
            .Where(type => type.Namespace == "TensorDsl.Cpu")
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(method => method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveInlining)),
    ];

    [Fact]
    public void A_part_has_no_more_parameters_than_what_the_runtime_repeats()
    {
        Assert.NotEmpty(Parts);
        Assert.All(Parts, part => Assert.True(part.GetParameters().Length + (part.IsStatic ? 0 : 1) <= MostParameters, $"{part.DeclaringType}.{part.Name}"));
    }

    [Theory]
    [InlineData(1, "Rows12")]
    [InlineData(0, "Rows6")]
    public async Task No_part_of_a_kernel_is_compiled_on_its_own(int avx512, string kernel)
    {
        Assert.SkipUnless(avx512 == 0 || Vector512.IsHardwareAccelerated, "This processor has no 512-bit vectors.");
        string[] environment = [$"DOTNET_EnableAVX512={avx512}", "DOTNET_TieredCompilation=0", "DOTNET_JitDisasmSummary=1"];
        var outcome = await Example.RunIn(environment, "TensorDsl.Benchmarks", "--no-peers", "--seconds", "0.01", "--filter", "F");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));

        var compiled = outcome.Lines.Select(line => Compiled().Match(line)).Where(match => match.Success)
            .Select(match => $"{match.Groups["type"]}:{match.Groups["method"]}").ToHashSet();
        Assert.Contains($"TensorDsl.Cpu.MicroKernel:{kernel}", compiled);
        Assert.Empty(compiled.Intersect(Parts.Select(part => $"{part.DeclaringType!.FullName}:{part.Name}")));
    }

    /// <summary>A method in the runtime's report, its type's and its own arguments left out.</summary>
    [GeneratedRegex(@"JIT compiled (?<type>[^\[:]+)(\[.*?\])?:(?<method>[^\[(]+)")]
    private static partial Regex Compiled();
}
