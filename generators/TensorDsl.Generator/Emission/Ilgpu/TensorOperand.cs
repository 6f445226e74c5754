namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// An operand's tile in shared memory: 16 words deep, padded so that a warp's loads of fragments meet no bank twice. Each
/// thread fetches its share ahead into variables, and rounds it on the way to shared memory where it is not stored so.
/// </summary>
internal sealed class TensorOperand
{
    /// <summary>The words of depth of a tile.</summary>
    public const int Depth = 16;

    private readonly string _name;
    private readonly TensorFormat _format;
    private readonly int _width;
    private readonly bool _alongDepth;
    private readonly OperandStorage _storage;

    /// <summary>An operand.</summary>
    /// <param name="name">A or B.</param>
    /// <param name="format">What it is rounded to.</param>
    /// <param name="width">The tile's other side.</param>
    /// <param name="alongDepth">Whether neighbours in memory are neighbours in depth.</param>
    /// <param name="storage">How it is stored.</param>
    public TensorOperand(string name, TensorFormat format, int width, bool alongDepth, OperandStorage storage = OperandStorage.Floats)
    {
        (_name, _format, _width, _alongDepth, _storage) = (name, format, width, alongDepth, storage);

        // Pairs are along the depth, so they always lie side by side in it.
        bool isDeep = alongDepth || format.PerWord == 2;
        (SideStride, DepthStride) = isDeep ? (Depth + 4, 1) : (1, width + 8);
        Words = isDeep ? width * SideStride : Depth * DepthStride;
    }

    /// <summary>Words from one row or column to the next.</summary>
    public int SideStride { get; }

    /// <summary>Words from one word of depth to the next.</summary>
    public int DepthStride { get; }

    /// <summary>Its length.</summary>
    public int Words { get; }

    private bool IsRounded => _storage != OperandStorage.Floats;

    // What makes a word.
    private int Loads => _storage == OperandStorage.BFloat16Pairs ? 1 : _format.PerWord;

    private int Count => Depth * _width / TensorTile.Threads;

    // Neighbouring threads read neighbours in memory, whichever way the operand lies.
    private int SideStep => _alongDepth ? TensorTile.Threads / Depth : 0;

    private int DepthStep => _alongDepth ? 0 : TensorTile.Threads / _width;

    /// <summary>Writes the variables that say where a thread's share begins.</summary>
    /// <param name="code">Takes them.</param>
    /// <param name="start">The tile's first row or column.</param>
    /// <param name="offset">Where the tile is in shared memory.</param>
    public void Declare(CodeWriter code, string start, int offset)
    {
        code.Line(_alongDepth
            ? $"int _side{_name} = _thread / {Number(Depth)}, _depth{_name} = _thread % {Number(Depth)};"
            : $"int _side{_name} = _thread % {Number(_width)}, _depth{_name} = _thread / {Number(_width)};");
        string side = SideStride == 1 ? $"_side{_name}" : $"(_side{_name} * {Number(SideStride)})";
        string depth = DepthStride == 1 ? $"_depth{_name}" : $"(_depth{_name} * {Number(DepthStride)})";
        code.Line($"int _keep{_name} = {(offset > 0 ? $"{Number(offset)} + " : "")}{side} + {depth};");
        code.Line($"_side{_name} += {start};");
        if (_format.PerWord > 1)
            code.Line($"_depth{_name} *= {Number(_format.PerWord)};");
    }

    /// <summary>Writes the loads of the tile at the depth <c>_k0</c>; beyond the edges are zeros.</summary>
    public void Fetch(CodeWriter code, Func<string, string, string> element, Dim sideSize, Dim depthSize)
    {
        var (type, zero) = IsRounded ? ("uint", "0u") : ("float", "0f");
        for (int i = 0; i < Count; i++)
        {
            string side = Plus($"_side{_name}", i * SideStep);
            for (int part = 0; part < Loads; part++)
            {
                string depth = Plus($"_k0 + _depth{_name}", (i * DepthStep * _format.PerWord) + part);
                code.Line($"{type} {Fetched(i, part)} = {depth} < {Text.Of(depthSize)} && {side} < {Text.Of(sideSize)} ? {element(Bracketed(side), Bracketed(depth))} : {zero};");
            }
        }
    }

    /// <summary>Writes what was fetched into shared memory, rounded.</summary>
    public void Keep(CodeWriter code)
    {
        for (int i = 0; i < Count; i++)
        {
            string place = Plus($"_stage + _keep{_name}", (i * SideStep * SideStride) + (i * DepthStep * DepthStride));
            string values = string.Join(", ", Enumerable.Range(0, Loads).Select(part => Fetched(i, part)));
            code.Line(_storage switch
            {
                OperandStorage.BFloat16Pairs => $"_words[{place}] = {values};",
                OperandStorage.BFloat16 => $"_words[{place}] = {Fetched(i, 0)} | ({Fetched(i, 1)} << 16);",
                _ => $"CudaAsm.Emit(\"{_format.Round}\", out _words[{place}], {values});",
            });
        }
    }

    private string Fetched(int i, int part) => $"_fetched{_name}{Number(i)}{(Loads == 1 ? "" : part == 0 ? "Low" : "High")}";

    private static string Bracketed(string sum) => sum.Contains(' ') ? $"({sum})" : sum;

    private static string Plus(string variable, int constant) => constant == 0 ? variable : $"{variable} + {Number(constant)}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
