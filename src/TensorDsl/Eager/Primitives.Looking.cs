namespace TensorDsl;

internal static partial class Primitives
{
    public static Tensor Tap(string name, Tensor x)
    {
        Definition.Current.Model.See(name, Definition.Current.Iterations, x);
        return x;
    }

    public static Tensor Patch(string name, Tensor x)
    {
        if (!Definition.Current.Model.Patches.TryGetValue(name, out var patch))
            return x;
        var patched = patch([.. Definition.Current.Iterations], x);
        return patched.Shape.Equals(x.Shape)
            ? patched
            : throw ShapeException.Mismatch($"The patch '{name}'", x.Shape, patched.Shape, "a patch must keep the shape");
    }
}
