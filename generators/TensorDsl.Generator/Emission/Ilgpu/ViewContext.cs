using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>Where a thread's operands are: elements of views, by 32-bit indices.</summary>
internal class ViewContext(Space space, KernelParameters parameters, string row = "r") : RowContext(space, parameters, row, "r")
{
    public override string Times(string variable, Dim stride) => stride.IsOne ? variable : $"({variable} * {Text.Factor(stride)})";

    public override string Load(Access access, string type, string at) => Element(access, at);

    public override string PerRow(Access access, string type) =>
        Immediate.At(access.Base, type, Offset(access), Parameter) ?? Element(access, "0");

    /// <summary>The element that an access finds at a column: of what is written, or of what is read.</summary>
    public string Element(Access access, string at)
    {
        string place = Offset(access) is var offset && offset == "0" ? at : at == "0" ? offset : $"{offset} + {at}";
        return $"{(access.Base is ValuesNode ? "(float)" : "")}{Parameter(access.Base)}[{place}]";
    }

    /// <summary>The place of a result's element.</summary>
    public string Result(Access access, string column) => Element(access, access.IsPerRow ? "0" : Times(column, access.ColumnStride));
}
