using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Where a kernel's elements are, seen from one row: what the element writer asks when it reads an operand.</summary>
internal class RowContext(Space space, KernelParameters parameters, string row, string axisPrefix)
{
    public Space Space => space;

    protected KernelParameters Parameters => parameters;

    /// <summary>The kernel's parameter for a value: its address, or the key of a random one.</summary>
    public string Parameter(Node node) => parameters.Pointer(node);

    /// <summary>The address of column 0 of the row.</summary>
    public virtual string Address(Access access) =>
        Offset(access) is var offset && offset == "0" ? parameters.Pointer(access.Base) : Pointers.Beyond(parameters.Pointer(access.Base), offset);

    /// <summary>The offset of column 0 of the row.</summary>
    public virtual string Offset(Access access) => access.RowOffset(space, row, axis => $"{axisPrefix}{axis}", Times);

    /// <summary>A variable times a stride, as part of an offset.</summary>
    public virtual string Times(string variable, Dim stride) => stride.IsOne ? variable : $"{variable} * (nint)({Text.Of(stride)})";

    /// <summary>A value that the row's elements share and a member computed, or null.</summary>
    public virtual string? Shared(Node operand, string type) => null;

    /// <summary>1 over such a value, or null.</summary>
    public virtual string? Reciprocal(Node operand, string type) => null;

    /// <summary>The value as an earlier pass over the row left it, or null.</summary>
    public virtual string? Reload(Node node, string type, string column) => null;

    /// <summary>What lies <paramref name="at"/> elements behind column 0 of the row.</summary>
    public virtual string Load(Access access, string type, string at) =>
        $"{type}.{(access.Base is ValuesNode ? "LoadInt" : "Load")}({Pointers.Beyond(Address(access), at)})";

    /// <summary>An operand's element that the row's elements share.</summary>
    public virtual string PerRow(Access access, string type) =>
        Immediate.At(access.Base, type, Offset(access), Parameter) ?? Lanes.Broadcast(type, Pointers.Element(Address(access)));

    /// <summary>Statements that give the row's place along each of its axes, where rows do not follow each other evenly.</summary>
    public static IEnumerable<string> AxisIndices(Space space, string row, string prefix)
    {
        for (int axis = 0; axis < space.Rows.Length; axis++)
        {
            Dim inner = space.Rows.Skip(axis + 1).Aggregate((Dim)1, (product, size) => (product * size).Plain);
            string quotient = inner.IsOne ? row : $"{row} / ({Text.Of(inner)})";
            yield return $"int {prefix}{axis} = {(axis == 0 ? quotient : $"{quotient} % {Text.Factor(space.Rows[axis])}")};";
        }
    }

    /// <summary>Whether an access needs those statements.</summary>
    public static bool NeedsIndices(Space space, Access access) =>
        Strides.Merge([.. space.Rows.Zip(access.RowStrides, (size, stride) => (size, stride))]) is null;
}
