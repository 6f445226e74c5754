using System.Reflection;
using TensorDsl.Sampling;

namespace TensorDsl.Cpu.Tests.Generation;

/// <summary>A generated model with its weights in fewer bits, by its interface.</summary>
internal sealed class Compaction : IDisposable
{
    private readonly IDisposable _owner;

    public Compaction(ILanguageModel model, WeightStorage storage)
    {
        var method = model.GetType().GetMethod("Compact", [typeof(WeightStorage)])!;
        _owner = (IDisposable)method.Invoke(model, BindingFlags.DoNotWrapExceptions, null, [storage], null)!;
        Weights = (CompactWeights)_owner.GetType().GetProperty(nameof(Weights))!.GetValue(_owner)!;
    }

    public CompactWeights Weights { get; }

    public IGenerativeModel Model => (IGenerativeModel)_owner;

    public void Dispose() => _owner.Dispose();
}
