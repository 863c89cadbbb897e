"""What is drawn: charts of nodes and edges and matrices, laid out on sheets, as SVG. It knows no subject of its own."""
