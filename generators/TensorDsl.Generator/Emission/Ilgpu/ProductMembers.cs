using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>Writes what the runtime's kernels ask a product about: its sizes, where its operands are, and who takes a sum.</summary>
internal sealed class ProductMembers(ProductAddresses addresses)
{
    private const string Row = "_row", Column = "_column", Depth = "_depth", Repetition = "_repetition";

    private Product Product => addresses.Product;

    /// <summary>Writes them.</summary>
    public void Write(CodeWriter code)
    {
        code.Line($"public int Rows => {Text.Of(Product.M.Size)};");
        code.Line($"public int Columns => {Text.Of(Product.N.Size)};");
        code.Line($"public int Depth => {Text.Of(Product.K.Size)};");
        code.Line($"public int Repetitions => {Text.Of(addresses.Batches)};");
        code.Line($"public bool IsDeep => {(addresses.IsDeep ? "true" : "false")};");
        code.Line($"public int Together => {Text.Of(addresses.Together)};");
        code.Line($"public ArrayView<float> Second => {addresses.SecondView};");
        code.Line($"public ArrayView<ushort> Rounded => {addresses.RoundedView ?? "default"};");
        Method(code, $"public float First(int {Repetition}, int {Row}, int {Depth})", $"return {addresses.A(Row, Depth)};");
        Method(code, $"public int Place(int {Repetition}, int {Column}, int {Depth})", $"return {addresses.PlaceInB(Column, Depth)};");
        Method(code, $"public void Keep(int {Repetition}, int {Row}, int {Column}, float _sum)", $"Store({addresses.InResult}{Row}, {Column}, _sum);");
    }

    private void Method(CodeWriter code, string head, string body) => code.Block(head, () =>
    {
        addresses.Repetition(code, Repetition);
        code.Line(body);
    });
}
