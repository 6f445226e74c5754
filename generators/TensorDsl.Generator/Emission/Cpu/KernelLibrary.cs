namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>The kernels and epilogues of a model's programs; the same one is written once, whoever uses it.</summary>
internal sealed class KernelLibrary
{
    private readonly Dictionary<string, string> _names = [];
    private readonly List<Action<CodeWriter>> _members = [];

    /// <summary>The name of a kernel method with these parameters and this body.</summary>
    public string Method(string kind, string parameters, string body) => Name(kind, parameters, body, (code, name) =>
    {
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        code.Block($"private static void {name}<V>(Cpu::Worker w{parameters})\n    where V : unmanaged, Cpu::ISimd<V>",
            () => code.Line(body.TrimEnd('\n')));
    });

    /// <summary>The name of an epilogue struct with these fields and these bodies of its <c>Apply</c> and <c>Prefetch</c>.</summary>
    public string Epilogue(string parameters, string body, string prefetch) => Name("Epilogue", parameters, body + prefetch, (code, name) =>
        code.Block($"private readonly unsafe struct {name}({parameters}) : Cpu::IEpilogue", () =>
        {
            code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
            code.Block("public V Apply<V>(V accumulated, int batch, int row, int column)\n    where V : unmanaged, Cpu::ISimd<V>",
                () => code.Line(body.TrimEnd('\n')));
            code.Line();
            code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
            code.Block("public void Prefetch(int batch, int row, int column)", () =>
            {
                if (prefetch.Length > 0)
                    code.Line(prefetch.TrimEnd('\n'));
            });
        }));

    /// <summary>Writes all of them.</summary>
    public void Write(CodeWriter code)
    {
        foreach (var member in _members)
        {
            code.Line();
            member(code);
        }
    }

    private string Name(string kind, string parameters, string body, Action<CodeWriter, string> write)
    {
        string key = $"{kind}({parameters}){body}";
        if (_names.TryGetValue(key, out string known))
            return known;
        string name = FormattableString.Invariant($"{kind}{_names.Count + 1}");
        _members.Add(code => write(code, name));
        return _names[key] = name;
    }
}
