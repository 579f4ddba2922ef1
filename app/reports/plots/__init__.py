"""The kinds of chart, each an ECharts option made of plain data; charts.py is their door."""
