# What Gorse's own Python client can say, in its own words.
# python3 pygorse.py write|ask ENTRY KEY: a line of JSON for each step.
import asyncio
import json
import sys

from gorse import AsyncGorse, Gorse, GorseException

what, entry, key = sys.argv[1:]
client = Gorse(entry, key, timeout=60)


def said(step, answer):
    print(json.dumps({'step': step, 'answer': answer}, ensure_ascii=False))


def refused(step, call):
    try:
        said(step, call())
    except GorseException as e:
        said(step, e.status_code)


def scores(found):
    return [[one.id, one.score] for one in found]


def write():
    user = {'UserId': 'py-1', 'Labels': ['a', 'b', 'c'], 'Subscribe': ['d', 'e'], 'Comment': 'comment'}
    said('insert user', client.insert_user(user))
    said('get user', client.get_user('py-1'))
    said('insert users', client.insert_users([{'UserId': f'py-{i}'} for i in range(2, 6)]))
    page, cursor = client.get_users(3)
    rest, end = client.get_users(3, cursor)
    said('pages of users', [[u['UserId'] for u in page], [u['UserId'] for u in rest], end])
    said('delete user', client.delete_user('py-1'))
    refused('get deleted user', lambda: client.get_user('py-1'))

    item = {'ItemId': 'py-a', 'IsHidden': True, 'Labels': ['a', 'b'], 'Categories': ['d', 'e'],
            'Timestamp': '2026-11-20T08:05:06Z', 'Comment': '写作课'}
    said('insert item', client.insert_item(item))
    said('get item', client.get_item('py-a'))
    said('update item', client.update_item('py-a', labels=['x', 'y'], is_hidden=False))
    said('get updated item', client.get_item('py-a'))
    for name in ('py-b', 'py-c'):
        client.insert_item({'ItemId': name, 'Comment': 'Course ' + name})
    page, cursor = client.get_items(2)
    rest, end = client.get_items(2, cursor)
    said('pages of items', [[i['ItemId'] for i in page], [i['ItemId'] for i in rest], end])
    said('search items', [i['ItemId'] for i in client.search_items('course py-c', 5)])
    for name in ('py-a', 'py-b', 'py-c'):
        said('delete item', client.delete_item(name))
    refused('get deleted item', lambda: client.get_item('py-a'))

    at = '2026-11-20T08:05:06Z'
    said('insert feedback', client.insert_feedback('like', 'py-2', '100', at, 2))
    said('insert feedbacks', client.insert_feedbacks([
        {'FeedbackType': 'read', 'UserId': 'py-2', 'ItemId': name, 'Timestamp': at} for name in ('300', '200')]))
    said('list feedbacks', [[f['FeedbackType'], f['ItemId'], f['Timestamp'], f['Value']]
                            for f in client.list_feedbacks('read', 'py-2') + client.list_feedbacks('like', 'py-2')])
    page, cursor = client.get_feedbacks(2)
    rest, end = client.get_feedbacks(2, cursor)
    said('pages of feedback', [[f['ItemId'] for f in page], [f['ItemId'] for f in rest], end])
    said('delete feedback', client.delete_feedback('py-2', '100'))
    said('delete feedback again', client.delete_feedback('py-2', '100'))
    refused('wrong key', lambda: Gorse(entry, 'wrong').get_items(1))
    said('async', asyncio.run(AsyncGorse(entry, key).get_user('py-3')))


def ask():
    said('recommend', scores(client.get_recommend('writer-0', n=3)))
    said('recommend in category', scores(client.get_recommend('writer-0', category='painting', n=2)))
    said('second page', scores(client.get_recommend('writer-0', n=2, offset=1)))
    first = client.get_recommend('writer-1', n=2, write_back_type='read', write_back_delay='0s')
    said('written back', [scores(first), sorted(f['ItemId'] for f in client.list_feedbacks('read', 'writer-1'))])
    said('after write back', scores(client.get_recommend('writer-1', n=2)))
    said('session', client.session_recommend([{'FeedbackType': 'purchase', 'ItemId': 'writing-0'},
                                              {'FeedbackType': 'purchase', 'ItemId': 'writing-1'}], 3))
    said('neighbors', client.get_neighbors('writing-0', n=3))
    said('async recommend', scores(asyncio.run(AsyncGorse(entry, key).get_recommend('writer-0', n=3))))


{'write': write, 'ask': ask}[what]()
