"""The sentence encoder: MiniLM as an ONNX graph, built once from a published weights file."""
