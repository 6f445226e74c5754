using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>Where a thread's operands are: elements of views, by 32-bit indices.</summary>
internal class ViewContext(Space space, ViewParameters parameters, string row = "r") : RowContext(space, parameters, row, "r")
{
    public override string Times(string variable, Dim stride) => stride.IsOne ? variable : $"({variable} * {Text.Factor(stride)})";

    public override string Load(Access access, string type, string at) => Element(access, at);

    public override string PerRow(Access access, string type) =>
        Immediate.At(access.Base, type, Offset(access), Parameter) ?? Element(access, "0");

    /// <summary>The element that an access finds at a column.</summary>
    public string Element(Access access, string at) => $"{(access.Base is ValuesNode ? "(float)" : "")}{Parameter(access.Base)}[{Place(access, at)}]";

    /// <summary>An element that was stored.</summary>
    public string Result(Access access, string column) => Element(access, Along(access, column));

    /// <summary>The statement that stores a result's element.</summary>
    public string Store(Access access, string column, string value) => parameters.Store(access.Base, Place(access, Along(access, column)), value);

    private string Along(Access access, string column) => access.IsPerRow ? "0" : Times(column, access.ColumnStride);

    private string Place(Access access, string at) => Offset(access) is var offset && offset == "0" ? at : at == "0" ? offset : $"{offset} + {at}";
}
