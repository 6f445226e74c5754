namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>The kernels of a model's programs, a struct each, whose fields are its arguments; the same one is written once.</summary>
internal sealed class KernelStructs
{
    private readonly Dictionary<string, string> _names = [];
    private readonly List<Action<CodeWriter>> _members = [];

    /// <summary>The name of a kernel with these fields, this body of <c>Run</c>, these further methods, and what it implements.</summary>
    public string Add(string kind, string comment, string fields, string body, string methods = "", string implements = "Gpu::IKernel")
    {
        string key = $"{kind}({fields}){body}{methods}";
        if (_names.TryGetValue(key, out string known))
            return known;
        string name = FormattableString.Invariant($"{kind}{_names.Count + 1}");
        _members.Add(code =>
        {
            code.Line($"/// <summary>{comment}</summary>");
            code.Block($"public readonly struct {name}({fields}) : {implements}", () =>
            {
                code.Block("public void Run()", () => code.Line(body.TrimEnd('\n')));
                if (methods.Length > 0)
                    code.Line($"\n{methods.TrimEnd('\n')}");
            });
        });
        return _names[key] = name;
    }

    /// <summary>Writes all of them.</summary>
    public void Write(CodeWriter code)
    {
        bool isFirst = true;
        foreach (var member in _members)
        {
            if (!isFirst)
                code.Line();
            isFirst = false;
            member(code);
        }
    }
}
