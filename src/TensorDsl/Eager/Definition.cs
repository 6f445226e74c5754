namespace TensorDsl;

// Run eagerly, a definition takes its parameters from the model that it runs in.
internal sealed partial class Definition(EagerModel model)
{
    public EagerModel Model { get; } = model;

    /// <summary>The iterations of the loops that run, outermost first.</summary>
    public List<int> Iterations { get; } = [];
}
