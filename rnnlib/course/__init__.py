"""What the lessons show and ask: figures, panels, exercises. One file for each lesson.

It knows rnnlib; rnnlib never knows it.
"""
