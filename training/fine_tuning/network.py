"""An ONNX network of convolutions and attention as a PyTorch module that can be trained.

The graph is run node by node. Constants of more than eight numbers are parameters, by the name
that they have in the file, so that trained weights go back to where they came from.
"""

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import helper, numpy_helper
from torch import nn

# A constant of fewer numbers is part of a formula (an epsilon, one half), no weight.
WEIGHT_SIZE = 9


class Network(nn.Module):
    """The graph of `model`; forward(x) gives its one output."""

    def __init__(self, model: onnx.ModelProto):
        super().__init__()
        graph = model.graph
        self.source = graph.input[0].name
        self.result = graph.output[0].name
        self.weights = nn.ParameterDict()
        self.fixed = {}
        for tensor in graph.initializer:
            value = numpy_helper.to_array(tensor)
            if value.dtype == np.float32 and value.size >= WEIGHT_SIZE:
                self.weights[key(tensor.name)] = nn.Parameter(torch.from_numpy(value.copy()))
            else:
                self.fixed[tensor.name] = torch.from_numpy(np.array(value))
        self.nodes, alias = fused(
            [
                (n.op_type, list(n.input), list(n.output), attributes(n))
                for n in graph.node
                if n.op_type != "Constant"
            ],
            set(t.name for t in graph.initializer) - set(self.fixed),
        )
        self.result = alias.get(self.result, self.result)
        for node in graph.node:
            if node.op_type == "Constant":
                value = numpy_helper.to_array(attributes(node)["value"])
                self.fixed[node.output[0]] = torch.from_numpy(np.array(value))
        last = {}
        for index, (_, inputs, _, _) in enumerate(self.nodes):
            for name in inputs:
                last[name] = index
        self.dead_after = [[] for _ in self.nodes]
        for name, index in last.items():
            if name != self.result:
                self.dead_after[index].append(name)

    def to(self, device):
        """Also the constants that are computed with; those of shapes and powers stay here."""
        here = {inputs[1] for kind, inputs, _, _ in self.nodes if kind == "Pow"}
        for name, value in self.fixed.items():
            if value.is_floating_point() and value.dim() > 0 and name not in here:
                self.fixed[name] = value.to(device)
        return super().to(device)

    def forward(self, picture):
        values = {self.source: picture}

        def value(name):
            if name in values:
                return values[name]
            if name in self.fixed:
                return self.fixed[name]
            return self.weights[key(name)]

        for index, (kind, inputs, outputs, attribute) in enumerate(self.nodes):
            values[outputs[0]] = OPERATIONS[kind](attribute, *[value(n) for n in inputs if n])
            for name in self.dead_after[index]:
                values.pop(name, None)
        return values[self.result]


def key(name):
    """Names of parameters may not have points in them."""
    return name.replace(".", "|")


def attributes(node):
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


def fused(nodes, weights):
    """Without identities, and with a convolution's bias in the convolution; and what the names of
    identities stand for."""
    alias = {}
    kept = []
    for kind, inputs, outputs, attribute in nodes:
        inputs = [alias.get(name, name) for name in inputs]
        if kind == "Identity":
            alias[outputs[0]] = inputs[0]
            continue
        kept.append((kind, inputs, outputs, attribute))
    uses = {}
    for _, inputs, _, _ in kept:
        for name in inputs:
            uses[name] = uses.get(name, 0) + 1
    made = []
    producer = {}
    for kind, inputs, outputs, attribute in kept:
        if kind == "Add" and len(inputs) == 2:
            for one, other in (inputs, inputs[::-1]):
                at = producer.get(one)
                if at is None or uses[one] != 1 or other not in weights:
                    continue
                conv = made[at]
                if conv[0] in ("Conv", "ConvTranspose") and len(conv[1]) == 2:
                    made[at] = (conv[0], [*conv[1], other], outputs, conv[3])
                    producer[outputs[0]] = at
                    break
            else:
                producer[outputs[0]] = len(made)
                made.append((kind, inputs, outputs, attribute))
            continue
        producer[outputs[0]] = len(made)
        made.append((kind, inputs, outputs, attribute))
    return made, alias


def same_padding(picture, attribute):
    """SAME_UPPER with stride 1: what is odd goes to the right and below."""
    height, width = attribute["kernel_shape"]
    return (
        (width - 1) // 2,
        width - 1 - (width - 1) // 2,
        (height - 1) // 2,
        height - 1 - (height - 1) // 2,
    )


def convolution(attribute, x, weight, bias=None):
    if bias is not None:
        bias = bias.reshape(-1)
    if (
        tuple(weight.shape[2:]) == (1, 1)
        and list(attribute["strides"]) == [1, 1]
        and weight.shape[1] == x.shape[1]
    ):
        return F.linear(x.permute(0, 2, 3, 1), weight[:, :, 0, 0], bias).permute(0, 3, 1, 2)
    padding = 0
    if attribute.get("auto_pad", b"NOTSET") == b"SAME_UPPER":
        x = F.pad(x, same_padding(x, attribute))
    else:
        top, left, bottom, right = attribute.get("pads", [0, 0, 0, 0])
        if (top, left) == (bottom, right):
            padding = (top, left)
        else:
            x = F.pad(x, (left, right, top, bottom))
    return F.conv2d(x, weight, bias, attribute["strides"], padding, 1, attribute["group"])


def transposed_convolution(attribute, x, weight, bias=None):
    bias = None if bias is None else bias.reshape(-1)
    return F.conv_transpose2d(x, weight, bias, attribute["strides"])


def pool(attribute, x):
    if attribute.get("auto_pad") == b"SAME_UPPER":
        x = F.pad(x, same_padding(x, attribute), value=float("-inf"))
    else:
        top, left, bottom, right = attribute.get("pads", [0, 0, 0, 0])
        x = F.pad(x, (left, right, top, bottom), value=float("-inf"))
    return F.max_pool2d(x, attribute["kernel_shape"], attribute["strides"])


def normalised(attribute, x, scale, offset, mean, variance):
    """With the statistics of the original: what a batch of made lines has is not the world's."""
    return F.batch_norm(x, mean.detach(), variance.detach(), scale, offset, False, 0.0,
                        attribute["epsilon"])  # fmt: skip


def sliced(attribute, x, start, end, axes, steps=None):
    for index, axis in enumerate(axes.tolist()):
        stop = min(int(end[index]), x.shape[axis])
        x = x.narrow(axis, int(start[index]), stop - int(start[index]))
    return x


def slice_of_shape(attribute, x, start, end, *rest):
    if x.dtype == torch.int64 and x.dim() == 1:
        return x[int(start) : int(end)]
    return sliced(attribute, x, start, end, *rest)


def reshaped(attribute, x, shape):
    wanted = [x.shape[i] if n == 0 else int(n) for i, n in enumerate(shape.tolist())]
    return x.reshape(wanted)


def bigger(attribute, x, *inputs):
    scale = inputs[-1]
    if scale.dtype == torch.int64:
        return F.interpolate(x, size=[int(n) for n in scale[2:]], mode="nearest")
    return F.interpolate(x, scale_factor=[float(s) for s in scale[2:]], mode="nearest")


OPERATIONS = {
    "Add": lambda a, x, y: x + y,
    "AveragePool": lambda a, x: F.avg_pool2d(x, a["kernel_shape"], a["strides"]),
    "BatchNormalization": normalised,
    "Concat": lambda a, *x: torch.cat(x, a["axis"]),
    "Conv": convolution,
    "ConvTranspose": transposed_convolution,
    "Div": lambda a, x, y: x / y,
    "Erf": lambda a, x: torch.erf(x),
    "GlobalAveragePool": lambda a, x: x.mean((2, 3), keepdim=True),
    "HardSigmoid": lambda a, x: (x * a["alpha"] + a["beta"]).clamp(0, 1),
    "MatMul": lambda a, x, y: x @ y,
    "MaxPool": pool,
    "Mul": lambda a, x, y: x * y,
    "Pow": lambda a, x, y: x * x if float(y) == 2 else x**y,
    "ReduceMean": lambda a, x: x.mean(a["axes"], keepdim=bool(a.get("keepdims", 1))),
    "Relu": lambda a, x: F.relu(x),
    "Reshape": reshaped,
    "Resize": bigger,
    "Shape": lambda a, x: torch.tensor(x.shape, dtype=torch.int64),
    "Sigmoid": lambda a, x: torch.sigmoid(x),
    "Slice": slice_of_shape,
    "Softmax": lambda a, x: F.softmax(x, a["axis"]),
    "Sqrt": lambda a, x: x.sqrt(),
    "Squeeze": lambda a, x: x.squeeze(tuple(a["axes"])),
    "Sub": lambda a, x, y: x - y,
    "Transpose": lambda a, x: x.permute(a["perm"]),
    "Unsqueeze": lambda a, x: x.unsqueeze(a["axes"][0]),
}


def before_last(model: onnx.ModelProto, kind: str) -> onnx.ModelProto:
    """The model with the input of its last node of that kind (softmax, sigmoid) as its output:
    losses are computed from there, where small probabilities are not rounded away."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    end = next(n for n in reversed(copy.graph.node) if n.op_type == kind)
    copy.graph.output[0].name = end.input[0]
    kept, needed = [], {end.input[0]}
    for node in reversed(copy.graph.node):
        if needed & set(node.output):
            kept.append(node)
            needed |= set(node.input)
    del copy.graph.node[:]
    copy.graph.node.extend(reversed(kept))
    used = [t for t in copy.graph.initializer if t.name in needed]
    del copy.graph.initializer[:]
    copy.graph.initializer.extend(used)
    return copy


def with_weights(model: onnx.ModelProto, weights: dict) -> onnx.ModelProto:
    """A copy of the model that has those weights (parameter key -> array)."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    for tensor in copy.graph.initializer:
        value = weights.get(key(tensor.name))
        if value is not None:
            array = np.ascontiguousarray(value, np.float32)
            tensor.CopyFrom(numpy_helper.from_array(array, tensor.name))
    return copy
